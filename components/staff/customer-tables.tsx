import { useFormatter, useLocale, useTranslations } from "next-intl";
import { invoiceTone } from "@/components/portal/invoice-list";
import { Id, Instant } from "@/components/staff/instant";
import { Badge, type Tone } from "@/components/ui/badge";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { InvoiceEntry } from "@/lib/billing/billing-overview";
import { formatMoney } from "@/lib/core/money";
import type { CheckoutRow, SubscriptionRow } from "@/lib/success/get-customer";

const subscriptionTone: Record<SubscriptionRow["status"], Tone> = {
  incomplete: "warning",
  incomplete_expired: "neutral",
  trialing: "notice",
  active: "good",
  past_due: "bad",
  canceled: "neutral",
  unpaid: "bad",
  paused: "warning",
  unknown: "bad",
};

export function SubscriptionTable({ subscriptions }: { subscriptions: SubscriptionRow[] }) {
  const t = useTranslations("staff.customer");
  const statuses = useTranslations("staff.subscriptionStatus");
  const format = useFormatter();
  const locale = useLocale();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  return (
    <Table label={t("subscriptions")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("subscription")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          <HeaderCell>{t("price")}</HeaderCell>
          <HeaderCell className="text-right">{t("amount")}</HeaderCell>
          <HeaderCell>{t("period")}</HeaderCell>
          <HeaderCell>{t("started")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {subscriptions.map((row) => (
          <TableRow key={row.id}>
            <Cell>
              <Id>{row.stripeSubscriptionId}</Id>
            </Cell>
            <Cell className="whitespace-nowrap">
              <Badge tone={subscriptionTone[row.status]}>
                {row.status === "unknown" ? row.stripeStatus : statuses(row.status)}
              </Badge>{" "}
              {row.cancelAtPeriodEnd ? t("ends", { date: day(row.cancelAt ?? row.currentPeriodEnd) }) : null}
            </Cell>
            <Cell>
              <Id>{row.priceKey ?? row.stripePriceId}</Id>
            </Cell>
            <Cell className="figures text-right">
              {formatMoney(row.amountMinor * row.quantity, row.currency, locale)}
            </Cell>
            <Cell className="figures whitespace-nowrap">
              {day(row.currentPeriodStart)} – {day(row.currentPeriodEnd)}
            </Cell>
            <Cell>
              <Instant at={row.startedAt} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

export function InvoiceTable({ invoices }: { invoices: InvoiceEntry[] }) {
  const t = useTranslations("staff.customer");
  const states = useTranslations("portal.invoices.state");
  const locale = useLocale();
  return (
    <Table label={t("invoices")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("number")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          <HeaderCell className="text-right">{t("amount")}</HeaderCell>
          <HeaderCell className="text-right">{t("tries")}</HeaderCell>
          <HeaderCell>{t("issued")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {invoices.map((row) => (
          <TableRow key={row.id}>
            <Cell>
              <Id>{row.number ?? row.stripeInvoiceId}</Id>
            </Cell>
            <Cell>
              <Badge tone={invoiceTone[row.status]}>{states(row.status)}</Badge>
            </Cell>
            <Cell className="figures text-right">{formatMoney(row.totalMinor, row.currency, locale)}</Cell>
            <Cell className="figures text-right">{row.attemptCount}</Cell>
            <Cell>
              <Instant at={row.issuedAt} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const checkoutTone: Record<CheckoutRow["state"], Tone> = {
  creating: "notice",
  open: "notice",
  complete: "good",
  expired: "neutral",
  failed: "bad",
};

export function CheckoutTable({ checkouts }: { checkouts: CheckoutRow[] }) {
  const t = useTranslations("staff.customer");
  return (
    <Table label={t("checkouts")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("session")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          <HeaderCell>{t("price")}</HeaderCell>
          <HeaderCell>{t("started")}</HeaderCell>
          <HeaderCell>{t("settled")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {checkouts.map((row) => (
          <TableRow key={row.id}>
            <Cell>
              <Id>{row.stripeSessionId ?? row.id}</Id>
            </Cell>
            <Cell>
              <Badge tone={checkoutTone[row.state]}>{t(`checkoutState.${row.state}`)}</Badge>
            </Cell>
            <Cell className="whitespace-nowrap">
              <Id>{row.priceKey}</Id>
              {row.quantity > 1 ? ` × ${row.quantity}` : null}
            </Cell>
            <Cell>
              <Instant at={row.createdAt} />
            </Cell>
            <Cell>{row.settledAt ? <Instant at={row.settledAt} /> : null}</Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
