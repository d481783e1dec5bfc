import { useFormatter, useTranslations } from "next-intl";
import { Id, Instant } from "@/components/staff/instant";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { listRefusals } from "@/lib/platform/refusals";

type Refusals = Awaited<ReturnType<typeof listRefusals>>["data"];

/** What was turned away, latest first. */
export function RefusalTable({ refusals }: { refusals: Refusals }) {
  const t = useTranslations("staff.refusals");
  const format = useFormatter();
  return (
    <Table label={t("title")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("last")}</HeaderCell>
          <HeaderCell>{t("kind")}</HeaderCell>
          <HeaderCell>{t("where")}</HeaderCell>
          <HeaderCell>{t("detail")}</HeaderCell>
          <HeaderCell className="text-right">{t("count")}</HeaderCell>
          <HeaderCell>{t("request")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {refusals.map(({ id, kind, where, detail, count, lastAt, requestId }) => (
          <TableRow key={id}>
            <Cell>
              <Instant at={lastAt} />
            </Cell>
            <Cell>
              <Id>{kind}</Id>
            </Cell>
            <Cell className="whitespace-nowrap">
              <Id>{where}</Id>
            </Cell>
            <Cell className="min-w-64">{detail}</Cell>
            <Cell className="figures text-right">{format.number(count)}</Cell>
            <Cell className="text-soft-ink">{requestId ? <Id>{requestId}</Id> : null}</Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
