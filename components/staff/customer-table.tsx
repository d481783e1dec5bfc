import { useFormatter, useTranslations } from "next-intl";
import { statusTone } from "@/components/portal/plan-status";
import { Id } from "@/components/staff/instant";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { CustomerRow } from "@/lib/success/list-customers";

/** The customers, one a line; the address leads to the customer's page. */
export function CustomerTable({ customers }: { customers: CustomerRow[] }) {
  const t = useTranslations("staff.customers");
  const statuses = useTranslations("staff.status");
  const plans = useTranslations("catalog.plans");
  const format = useFormatter();
  return (
    <Table label={t("title")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("mail")}</HeaderCell>
          <HeaderCell>{t("name")}</HeaderCell>
          <HeaderCell>{t("plan")}</HeaderCell>
          <HeaderCell>{t("status")}</HeaderCell>
          <HeaderCell>{t("joined")}</HeaderCell>
          <HeaderCell>{t("id")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {customers.map(({ id, email, name, plan, status, joinedAt }) => (
          <TableRow key={id}>
            <Cell className="p-0">
              <Link
                href={`/staff/customers/${id}`}
                className="block px-4 py-3 font-semibold underline-offset-4 outline-offset-[-2px] hover:underline"
              >
                {email ?? t("noMail")}
              </Link>
            </Cell>
            <Cell className="whitespace-nowrap">{name}</Cell>
            <Cell>{plans(`${plan}.name`)}</Cell>
            <Cell>
              <Badge tone={statusTone[status]}>{statuses(status)}</Badge>
            </Cell>
            <Cell className="figures whitespace-nowrap">{format.dateTime(joinedAt, { dateStyle: "medium" })}</Cell>
            <Cell className="text-soft-ink">
              <Id>{id}</Id>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
