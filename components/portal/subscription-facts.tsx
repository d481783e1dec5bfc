import { useFormatter, useTranslations } from "next-intl";
import { Card, CardTitle } from "@/components/ui/card";
import type { BillingOverview } from "@/lib/billing/billing-overview";

/** Since when, until when and for how many: what one looks up. */
export function SubscriptionFacts({ billing }: { billing: BillingOverview }) {
  const t = useTranslations("portal.subscription");
  const format = useFormatter();
  const { subscription, syncedAt } = billing;
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long" });
  const facts = subscription
    ? [
        [t("since"), day(subscription.startedAt)],
        [
          t("period"),
          t("periodText", { from: day(subscription.currentPeriodStart), to: day(subscription.currentPeriodEnd) }),
        ],
        [t("seats"), t("seatsText", { count: subscription.quantity })],
        ...(syncedAt ? [[t("synced"), format.dateTime(syncedAt, { dateStyle: "long", timeStyle: "short" })]] : []),
      ]
    : [];
  return (
    <Card aria-labelledby="subscription-facts">
      <CardTitle id="subscription-facts">{t("facts")}</CardTitle>
      {facts.length === 0 ? (
        <p className="mt-3 text-soft-ink">{t("noFacts")}</p>
      ) : (
        <dl className="mt-3 grid gap-3">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="text-sm text-soft-ink">{name}</dt>
              <dd className="figures font-medium">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="mt-5 border-t border-line pt-4 text-sm text-soft-ink">{t("changeHint")}</p>
    </Card>
  );
}
