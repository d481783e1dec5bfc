import { useFormatter, useTranslations } from "next-intl";
import { statusTone } from "@/components/portal/plan-status";
import { usePrice } from "@/components/staff/use-price";
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
          <HeaderCell>{t("plan")}</HeaderCell>
          <HeaderCell>{t("status")}</HeaderCell>
          <HeaderCell className="text-right">{t("price")}</HeaderCell>
          <HeaderCell>{t("joined")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {customers.map((customer) => (
          <TableRow key={customer.id}>
            <Cell className="p-0">
              <Link href={`/staff/customers/${customer.id}`} className="group block px-4 py-3 outline-offset-[-2px]">
                <span className="font-semibold underline-offset-4 group-hover:underline">
                  {customer.email ?? t("noMail")}
                </span>
                {customer.name ? <span className="block text-soft-ink">{customer.name}</span> : null}
              </Link>
            </Cell>
            <Cell>{plans(`${customer.plan}.name`)}</Cell>
            <Cell>
              <span className="flex gap-1.5">
                <Badge tone={statusTone[customer.status]}>{statuses(customer.status)}</Badge>
                {customer.endsAt ? (
                  <Badge tone="warning">
                    {t("ends", { date: format.dateTime(customer.endsAt, { dateStyle: "medium" }) })}
                  </Badge>
                ) : null}
                {customer.isUnclaimed ? <Badge>{t("unclaimed")}</Badge> : null}
                {customer.hasSeveralSubscriptions ? <Badge tone="bad">{t("several")}</Badge> : null}
              </span>
            </Cell>
            <Cell className="figures whitespace-nowrap text-right">
              <Price price={customer.price} />
            </Cell>
            <Cell className="figures whitespace-nowrap">
              {format.dateTime(customer.joinedAt, { dateStyle: "medium" })}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Price({ price }: Pick<CustomerRow, "price">) {
  const writePrice = usePrice();
  return price && writePrice(price.amountMinor, price.currency, price.interval);
}
