import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DebtNotices } from "@/components/portal/debt-notices";
import { DisputeText } from "@/components/staff/dispute-text";
import { Facts } from "@/components/staff/facts";
import { Id, Instant } from "@/components/staff/instant";
import { Alert } from "@/components/ui/alert";
import { formatMoney } from "@/lib/core/money";
import type { CustomerFacts } from "@/lib/success/get-customer";

/** What somebody must know before anything else. */
export function CustomerAlerts({ customer }: { customer: CustomerFacts }) {
  const t = useTranslations("staff.customer");
  const format = useFormatter();
  const { billing, debts, claimEmail, charges } = customer;
  const { endsAt } = billing;
  const unanswered = charges
    .flatMap(({ disputes }) => disputes)
    .filter(({ stage, evidenceDueAt }) => stage === "answer" && evidenceDueAt !== null);
  const day = (at: Date) => format.dateTime(at, { dateStyle: "long" });
  return (
    <div className="mt-6 grid gap-3 empty:hidden">
      {billing.hasSeveralSubscriptions ? <Alert tone="bad">{t("several")}</Alert> : null}
      <DebtNotices debts={debts} isPayer={false} />
      {unanswered.map((dispute) => (
        <Alert key={dispute.stripeDisputeId} tone="bad">
          <DisputeText dispute={dispute} />
        </Alert>
      ))}
      {endsAt ? (
        <Alert tone="warning" title={t("endsTitle", { date: day(endsAt) })}>
          {t("endsText")}
        </Alert>
      ) : null}
      {claimEmail ? (
        <Alert tone="notice" title={t("unclaimedTitle")}>
          {t("unclaimedText", { email: claimEmail })}
        </Alert>
      ) : null}
    </div>
  );
}

/** How much came, went and is to come: the figures that a customer is judged by at a glance. */
export function CustomerFigures({ customer }: { customer: CustomerFacts }) {
  const t = useTranslations("staff.customer");
  const plans = useTranslations("catalog.plans");
  const statuses = useTranslations("staff.status");
  const format = useFormatter();
  const locale = useLocale();
  const { decision, billing, money, isCounting } = customer;
  const { nextCharge } = billing;
  const sums = (key: "paidMinor" | "refundedMinor" | "openMinor" | "mrrMinor") => {
    const used = money.filter((row) => row[key] !== 0);
    const shown = used.length > 0 ? used : money.slice(0, 1);
    if (shown.length === 0) return "–";
    return shown.map((row) => (
      <span key={row.currency} className="block">
        {formatMoney(row[key], row.currency, locale)}
      </span>
    ));
  };
  const withdrawn = money
    .filter((row) => row.withdrawnMinor > 0)
    .map((row) => (
      <span key={row.currency} className="block">
        {t("withdrawn", { amount: formatMoney(row.withdrawnMinor, row.currency, locale) })}
      </span>
    ));
  const nextChargeNote = nextCharge && (
    <>
      <span className="block">{format.dateTime(nextCharge.at, { dateStyle: "medium" })}</span>
      {nextCharge.basis === "reduced" || nextCharge.basis === "raised" ? t(`nextChargeIs.${nextCharge.basis}`) : null}
    </>
  );
  const figures: [name: string, value: ReactNode, note?: ReactNode][] = [
    [t("plan"), plans(`${decision.plan}.name`), statuses(decision.status)],
    [
      t("nextCharge"),
      !nextCharge || nextCharge.amountMinor === null
        ? "–"
        : formatMoney(nextCharge.amountMinor, nextCharge.currency, locale),
      nextChargeNote ?? t("noNextCharge"),
    ],
    // Before it was ever counted it is not known, and not nothing.
    [
      t("mrr"),
      isCounting && money.every(({ mrrMinor }) => mrrMinor === 0) ? "–" : sums("mrrMinor"),
      isCounting && t("counting"),
    ],
    [t("paid"), sums("paidMinor"), withdrawn.length > 0 && withdrawn],
    [t("refunded"), sums("refundedMinor")],
    [t("open"), sums("openMinor")],
  ];
  return (
    <dl className="mt-6 grid grid-cols-2 overflow-hidden rounded-card border border-line bg-line gap-px sm:grid-cols-3 xl:grid-cols-6">
      {figures.map(([name, value, note]) => (
        <div key={name} className="bg-card px-4 py-3.5">
          <dt className="text-sm text-soft-ink">{name}</dt>
          <dd className="figures mt-0.5 font-display text-lg font-semibold leading-tight">{value}</dd>
          {note ? <dd className="mt-0.5 text-sm text-soft-ink">{note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

/** Who the customer is here and at Stripe. */
export function CustomerIds({ customer }: { customer: CustomerFacts }) {
  const t = useTranslations("staff.customer");
  const { id, stripeCustomerId, joinedAt, syncedAt, closedAt } = customer;
  return (
    <Facts
      className="lg:grid-cols-1"
      facts={[
        [t("account"), <Id key="id">{id}</Id>],
        [t("stripeCustomer"), stripeCustomerId ? <Id key="stripe">{stripeCustomerId}</Id> : null],
        [t("joined"), <Instant key="joined" at={joinedAt} />],
        [t("lastSync"), <Instant key="synced" at={syncedAt} />],
        ...(closedAt ? [[t("closed"), <Instant key="closed" at={closedAt} />] as const] : []),
      ]}
    />
  );
}
