import { ArrowLeft, Rows3 } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { RevenueNavigation } from "@/components/analytics/revenue-navigation";
import { RevenueTable } from "@/components/analytics/revenue-table";
import { Pager } from "@/components/staff/pager";
import { searchParameter } from "@/components/staff/search-parameter";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { revenueLists } from "@/lib/analytics/revenue-lists";
import { listRevenueRows } from "@/lib/analytics/revenue-rows";
import { findMonth, monthKey, monthStart } from "@/lib/core/months";
import { requireStaff } from "@/lib/entry/page";
import { clock } from "@/lib/platform/clock";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.overview"))("mrrTitle") };
}

/** The rows behind one figure of the overview. */
export default async function RevenuePage({ searchParams }: PageProps<"/staff/revenue">) {
  await requireStaff();
  const params = await searchParams;
  const kind = searchParameter(params.kind);
  const list = revenueLists.find((known) => known === kind) ?? "movements";
  const month = findMonth(searchParameter(params.month)) ?? monthStart(clock.now());
  // Any currency that an imported account may pay in, and not only those that we sell in.
  const currency = /^[a-z]{3}$/.exec(searchParameter(params.currency) ?? "")?.[0] ?? "eur";
  const cursor = searchParameter(params.cursor);
  const [{ data, hasMore }, t, format] = await Promise.all([
    listRevenueRows({ list, currency, month, after: cursor }),
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
      <h1 className="mt-3 text-2xl">
        {t(`list.${list}`)}
        {name ? `, ${name}` : null} <span className="text-soft-ink">({currency.toUpperCase()})</span>
      </h1>
      <p className="mt-1 max-w-prose text-soft-ink">{t(`meaning.${list}`)}</p>
      <RevenueNavigation list={list} month={month} currency={currency} now={clock.now()} />
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
