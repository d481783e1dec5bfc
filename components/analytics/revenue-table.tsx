import { useTranslations } from "next-intl";
import { useRevenueFormat } from "@/components/analytics/revenue-format";
import { Id, Instant } from "@/components/staff/instant";
import { Badge, type Tone } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import type { RevenueRow } from "@/lib/analytics/revenue-rows";

const tones: Record<NonNullable<RevenueRow["kind"]>, Tone> = {
  new: "good",
  expansion: "good",
  reactivation: "notice",
  contraction: "warning",
  churn: "bad",
};

type RevenueTableProps = { rows: RevenueRow[]; list: RevenueList; currency: string };

/** Rows behind a figure; each leads to its account, and to its invoice where it has one. */
export function RevenueTable({ rows, list, currency }: RevenueTableProps) {
  const t = useTranslations("staff.revenue");
  const kinds = useTranslations("staff.overview.kind");
  const format = useRevenueFormat(currency);
  const hasAmounts = rows.some(({ amountMinor }) => amountMinor !== null);
  const isMovement = rows.some(({ kind }) => kind !== null);
  return (
    <Table label={t(`list.${list}`)}>
      <TableHead>
        <tr>
          <HeaderCell>{t("account")}</HeaderCell>
          {isMovement ? <HeaderCell>{t("kind")}</HeaderCell> : null}
          {hasAmounts ? (
            <HeaderCell className="text-right">{t(list === "at_risk" ? "owed" : "amount")}</HeaderCell>
          ) : null}
          <HeaderCell>{t(dateHeading(list))}</HeaderCell>
          <HeaderCell>{t("plan")}</HeaderCell>
          <HeaderCell>{t(hasAmounts ? "invoice" : "subscription")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map(
          ({ cursor, accountId, who, kind, amountMinor, at, planKey, stripeInvoiceId, stripeSubscriptionId }) => (
            <TableRow key={cursor}>
              <Cell className="p-0">
                <Link
                  href={`/staff/customers/${accountId}`}
                  className="block whitespace-nowrap px-4 py-3 font-semibold underline-offset-4 outline-offset-[-2px] hover:underline"
                >
                  {who ?? accountId}
                </Link>
              </Cell>
              {isMovement ? <Cell>{kind ? <Badge tone={tones[kind]}>{kinds(kind)}</Badge> : null}</Cell> : null}
              {hasAmounts ? (
                <Cell className="figures whitespace-nowrap text-right font-semibold">
                  {amountMinor === null ? null : kind ? format.moneyChange(amountMinor) : format.money(amountMinor)}
                </Cell>
              ) : null}
              <Cell>
                <Instant at={at} />
              </Cell>
              <Cell className="whitespace-nowrap">{format.plan(planKey)}</Cell>
              <Cell className="text-soft-ink">
                {hasAmounts ? (
                  stripeInvoiceId ? (
                    <Link
                      href={`/staff/invoices/${stripeInvoiceId}`}
                      className="underline underline-offset-4 hover:text-ink"
                    >
                      <Id>{stripeInvoiceId}</Id>
                    </Link>
                  ) : (
                    t("noInvoice")
                  )
                ) : (
                  <Id>{stripeSubscriptionId ?? ""}</Id>
                )}
              </Cell>
            </TableRow>
          ),
        )}
      </TableBody>
    </Table>
  );
}

function dateHeading(list: RevenueList): "since" | "issued" | "date" {
  if (list === "mrr" || list === "subscriptions") return "since";
  return list === "at_risk" ? "issued" : "date";
}
