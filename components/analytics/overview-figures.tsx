import { useTranslations } from "next-intl";
import { type Difference, FigureTile } from "@/components/analytics/figure-tile";
import { rowsAddress } from "@/components/analytics/revenue-address";
import { useRevenueFormat } from "@/components/analytics/revenue-format";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import type { RevenueOverview } from "@/lib/analytics/revenue-overview";

/**
 * The figures at the top. What stands at an instant is compared with the end of last month; what a month must be over
 * for is that of the last whole month, compared with the one before it.
 */
export function OverviewFigures({ overview }: { overview: RevenueOverview }) {
  const { months, currency, atRisk } = overview;
  const t = useTranslations("staff.overview");
  const format = useRevenueFormat(currency);
  const [before, last, now] = months.slice(-3);
  if (!before || !last || !now) return null;
  const lastMonth = format.monthName(last.month);

  const link = (kind: RevenueList, label: string, value: string, month: Date) => ({
    label,
    value,
    href: rowsAddress(kind, currency, month),
    linkLabel: t("openRows", { figure: label, value }),
  });
  const since = (change: number, text: string): Difference => ({
    text: t("sinceMonth", { change: text, month: lastMonth }),
    direction: directionOf(change),
    isGood: change >= 0,
  });
  const points = (figure: "customerChurn" | "revenueChurn" | "trialConversion", isMoreGood: boolean) =>
    pointsBetween(before[figure], last[figure], isMoreGood, (change) =>
      t("pointsAgainst", { points: change, month: format.monthName(before.month) }),
    );
  const change = now.closingMinor - now.openingMinor;
  const subscriptions = now.activeSubscriptions - last.activeSubscriptions;
  return (
    <div className="grid grid-cols-1 gap-3 min-[26rem]:grid-cols-2 sm:gap-4 lg:grid-cols-4">
      <FigureTile
        id="mrr"
        {...link("mrr", t("mrr"), format.money(now.closingMinor), now.month)}
        definition={t("define.mrr")}
        difference={since(change, format.moneyChange(change))}
        note={percentOf(change, now.openingMinor, (share) => t("percentOf", { share: format.shareChange(share) }))}
      />
      <FigureTile
        id="arr"
        {...link("mrr", t("arr"), format.money(now.closingMinor * 12), now.month)}
        definition={t("define.arr")}
        difference={since(change, format.moneyChange(change * 12))}
      />
      <FigureTile
        id="active"
        {...link("subscriptions", t("active"), format.count(now.activeSubscriptions), now.month)}
        definition={t("define.active")}
        difference={since(subscriptions, format.countChange(subscriptions))}
        note={t("payingNow", { count: now.payingAtEnd })}
      />
      <FigureTile
        id="risk"
        {...link("at_risk", t("atRisk"), format.money(atRisk.amountMinor), now.month)}
        definition={t("define.atRisk")}
        note={t("atRiskAccounts", { count: atRisk.accounts })}
      />
      <FigureTile
        id="trials"
        {...link("trial_started", t("trialsStarted"), format.count(now.trialsStarted), now.month)}
        definition={t("define.trialsStarted")}
        note={t("trialsBefore", { count: last.trialsStarted, month: lastMonth })}
      />
      <FigureTile
        id="conversion"
        {...link("trial_ended", t("trialConversion"), format.share(last.trialConversion), last.month)}
        definition={t("define.trialConversion")}
        difference={points("trialConversion", true)}
        note={t("inMonth", { month: lastMonth })}
      />
      <FigureTile
        id="customer-churn"
        {...link("churn", t("customerChurn"), format.share(last.customerChurn), last.month)}
        definition={t("define.customerChurn")}
        difference={points("customerChurn", false)}
        note={t("inMonth", { month: lastMonth })}
      />
      <FigureTile
        id="revenue-churn"
        {...link("losses", t("revenueChurn"), format.share(last.revenueChurn), last.month)}
        definition={t("define.revenueChurn")}
        difference={points("revenueChurn", false)}
        note={t("inMonth", { month: lastMonth })}
      />
    </div>
  );
}

function directionOf(change: number): Difference["direction"] {
  if (change === 0) return "same";
  return change > 0 ? "up" : "down";
}

function percentOf(part: number, whole: number, say: (share: number) => string): string | undefined {
  return whole > 0 && part !== 0 ? say(part / whole) : undefined;
}

/** Between two shares, in percentage points to one decimal. */
function pointsBetween(
  before: number | null,
  after: number | null,
  isMoreGood: boolean,
  say: (points: number) => string,
): Difference | null {
  if (before === null || after === null) return null;
  const points = Math.round((after - before) * 1_000) / 10;
  return { text: say(points), direction: directionOf(points), isGood: points > 0 === isMoreGood };
}
