import { useFormatter, useTranslations } from "next-intl";
import { Id, Instant } from "@/components/staff/instant";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { toPublicId } from "@/lib/core/ids";
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
          <HeaderCell>{t("account")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {refusals.map(({ id, kind, where, detail, count, lastAt, requestId, accountId }) => (
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
            {/* Written by the code that refused, in the language of logs. */}
            <Cell className="min-w-80" lang="en">
              {detail}
              {requestId ? (
                <span className="mt-1 block text-soft-ink">
                  <Id>{requestId}</Id>
                </span>
              ) : null}
            </Cell>
            <Cell className="figures text-right">{format.number(count)}</Cell>
            <Cell>
              {accountId ? (
                <Link
                  href={`/staff/customers/${toPublicId("account", accountId)}`}
                  className="font-semibold underline underline-offset-4"
                >
                  {t("toAccount")}
                </Link>
              ) : null}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
