import { ArrowLeft, Rows3 } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { CurrencySwitch } from "@/components/analytics/currency-switch";
import { rowsAddress } from "@/components/analytics/revenue-address";
import { RevenueNavigation } from "@/components/analytics/revenue-navigation";
import { RevenueTable } from "@/components/analytics/revenue-table";
import { RowsTotal } from "@/components/analytics/rows-total";
import { searchParameter } from "@/components/search-parameter";
import { Pager } from "@/components/staff/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { type RevenueList, revenueLists } from "@/lib/analytics/revenue-lists";
import { getRevenueOverview } from "@/lib/analytics/revenue-overview";
import { listRevenueRows } from "@/lib/analytics/revenue-rows";
import { totalOfRows } from "@/lib/analytics/total-behind";
import { findMonth, monthKey, monthStart } from "@/lib/core/months";
import { requireStaff } from "@/lib/entry/page";
import { clock } from "@/lib/platform/clock";

export async function generateMetadata({ searchParams }: PageProps<"/staff/revenue">): Promise<Metadata> {
  const t = await getTranslations("staff.revenue");
  return { title: t(`list.${readList((await searchParams).kind)}`) };
}

/** The rows behind one figure of the overview. */
export default async function RevenuePage({ searchParams }: PageProps<"/staff/revenue">) {
  await requireStaff();
  const params = await searchParams;
  const list = readList(params.kind);
  const now = clock.now();
  const wanted = findMonth(searchParameter(params.month));
  const month = wanted && wanted <= now ? wanted : monthStart(now);
  // Any currency that an imported account may pay in, and not only those that we sell in.
  const currency = /^[a-z]{3}$/.exec(searchParameter(params.currency) ?? "")?.[0] ?? "eur";
  const cursor = searchParameter(params.cursor);
  const [{ data, hasMore }, overview, t, format] = await Promise.all([
    listRevenueRows({ list, currency, month, after: cursor }),
    getRevenueOverview(currency),
    getTranslations("staff.revenue"),
    getFormatter(),
  ]);
  const name = list === "at_risk" ? null : format.dateTime(month, { month: "long", year: "numeric" });
  return (
    <>
      <Link
        href={`/staff?currency=${currency}`}
        className="inline-flex items-center gap-2 text-sm font-semibold text-brass-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        {t("back")}
      </Link>
      <div className="mt-3 flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-2xl">
            {t(`list.${list}`)}
            {name ? `, ${name}` : null} <span className="text-soft-ink">({currency.toUpperCase()})</span>
          </h1>
          <p className="mt-1 max-w-prose text-soft-ink">{t(`meaning.${list}`)}</p>
        </div>
        <CurrencySwitch
          currencies={overview.currencies}
          current={currency}
          addressOf={(one) => rowsAddress(list, one, month)}
        />
      </div>
      <RevenueNavigation list={list} month={month} currency={currency} now={now} />
      <RowsTotal list={list} currency={currency} total={totalOfRows({ list, month, currency, overview })} />
      {data.length > 0 ? (
        <RevenueTable rows={data} list={list} currency={currency} />
      ) : (
        <EmptyState icon={<Rows3 />} title={t("emptyTitle")}>
          {t("emptyText")}
        </EmptyState>
      )}
      <Pager
        path="/staff/revenue"
        filter={{ kind: list, month: monthKey(month), currency }}
        cursor={cursor}
        nextCursor={hasMore ? (data.at(-1)?.cursor ?? null) : null}
      />
    </>
  );
}

function readList(kind: string | string[] | undefined): RevenueList {
  return revenueLists.find((known) => known === searchParameter(kind)) ?? "movements";
}
