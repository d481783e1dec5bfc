import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CountedUpTo } from "@/components/analytics/counted-up-to";
import { CurrencySwitch } from "@/components/analytics/currency-switch";
import { NoRevenue } from "@/components/analytics/no-revenue";
import { OverviewFigures } from "@/components/analytics/overview-figures";
import { ChurnChart, MovementsChart, MrrChart } from "@/components/analytics/revenue-charts";
import { SubscriptionsChart, TrialsChart } from "@/components/analytics/subscription-charts";
import { searchParameter } from "@/components/search-parameter";
import { getRevenueOverview } from "@/lib/analytics/revenue-overview";
import { requireStaff } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.overview"))("title") };
}

/** The business at a glance: what it is worth a month, what changed that, and what is at risk. */
export default async function OverviewPage({ searchParams }: PageProps<"/staff">) {
  await requireStaff();
  const wanted = searchParameter((await searchParams).currency);
  const [overview, t] = await Promise.all([getRevenueOverview(wanted), getTranslations("staff.overview")]);
  const { months, currency, currencies } = overview;
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-2xl">{t("title")}</h1>
          <CountedUpTo overview={overview} />
        </div>
        <CurrencySwitch currencies={currencies} current={currency} addressOf={(one) => `/staff?currency=${one}`} />
      </div>
      {currencies.length > 0 ? (
        <>
          <OverviewFigures overview={overview} />
          <div className="mt-4 grid gap-4 lg:grid-cols-2">
            <MrrChart months={months} currency={currency} className="lg:col-span-2" />
            <MovementsChart months={months} currency={currency} className="lg:col-span-2" />
            <SubscriptionsChart months={months} currency={currency} />
            <TrialsChart months={months} currency={currency} />
            <ChurnChart months={months} currency={currency} className="lg:col-span-2" />
          </div>
        </>
      ) : (
        <NoRevenue />
      )}
    </>
  );
}
