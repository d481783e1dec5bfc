import { useFormatter, useTranslations } from "next-intl";
import { Id } from "@/components/staff/instant";
import { usePrice } from "@/components/staff/use-price";
import { Badge, type Tone } from "@/components/ui/badge";
import { isPlanKey } from "@/lib/catalog/plans";
import type { SubscriptionRow } from "@/lib/success/get-customer";

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

/** Every subscription that there was, the latest first. */
export function CustomerSubscriptions({ subscriptions }: { subscriptions: SubscriptionRow[] }) {
  const t = useTranslations("staff.customer");
  const statuses = useTranslations("staff.subscriptionStatus");
  const plans = useTranslations("catalog.plans");
  const format = useFormatter();
  const writePrice = usePrice();
  const planName = (key: string | null) => {
    if (key === null) return t("unknownPlan");
    return isPlanKey(key) ? plans(`${key}.name`) : key;
  };
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-card text-sm">
      {subscriptions.map((row) => {
        const priceMinor = row.amountMinor && row.amountMinor * row.quantity;
        const end = row.endedAt ?? row.cancelAt ?? (row.cancelAtPeriodEnd ? row.currentPeriodEnd : null);
        return (
          <li key={row.id} className="px-5 py-3.5">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-semibold">
                {planName(row.planKey)}
                {row.quantity > 1 ? ` · ${t("seats", { count: row.quantity })}` : null}
              </span>
              <span className="figures">{writePrice(priceMinor, row.currency, row.interval)}</span>
              <Badge tone={subscriptionTone[row.status]}>
                {row.status === "unknown" ? row.stripeStatus : statuses(row.status)}
              </Badge>
              {end && !row.endedAt ? <Badge tone="warning">{t("ends", { date: day(end) })}</Badge> : null}
            </p>
            <p className="figures mt-1 text-soft-ink">
              {row.endedAt
                ? t("ranFor", { start: day(row.startedAt), end: day(row.endedAt) })
                : t("runsSince", { start: day(row.startedAt), end: day(row.currentPeriodEnd) })}
            </p>
            <p className="mt-1 flex flex-wrap gap-x-3 text-soft-ink">
              <Id>{row.priceKey ?? row.stripePriceId}</Id>
              <Id>{row.stripeSubscriptionId}</Id>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
