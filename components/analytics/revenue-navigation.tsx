import { ChevronLeft, ChevronRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { rowsAddress } from "@/components/analytics/revenue-address";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { chipClasses } from "@/components/ui/segmented";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import { monthStart } from "@/lib/core/months";

const offered: RevenueList[] = [
  "mrr",
  "movements",
  "new",
  "expansion",
  "reactivation",
  "contraction",
  "churn",
  "losses",
  "subscriptions",
  "trial_started",
  "trial_ended",
  "trial_converted",
  "at_risk",
];

type RevenueNavigationProps = { list: RevenueList; month: Date; currency: string; now: Date };

/** From one figure's rows to another's, and from one month to the next. */
export function RevenueNavigation({ list, month, currency, now }: RevenueNavigationProps) {
  const t = useTranslations("staff.revenue");
  const format = useFormatter();
  const [earlier, later] = [monthStart(month, -1), monthStart(month, 1)];
  const name = (one: Date) => format.dateTime(one, { month: "short", year: "numeric" });
  const look = buttonVariants({ variant: "outline", size: "sm" });
  return (
    <div className="my-6 grid gap-4">
      <nav aria-label={t("show")} className="flex flex-wrap gap-2">
        {offered.map((one) => (
          <Link
            key={one}
            href={rowsAddress(one, currency, month)}
            aria-current={one === list ? "true" : undefined}
            className={chipClasses}
          >
            {t(`list.${one}`)}
          </Link>
        ))}
      </nav>
      {list === "at_risk" ? null : (
        <div className="flex flex-wrap gap-3">
          <Link
            href={rowsAddress(list, currency, earlier)}
            className={look}
            aria-label={`${t("earlier")}: ${name(earlier)}`}
          >
            <ChevronLeft aria-hidden="true" />
            {name(earlier)}
          </Link>
          {later <= now ? (
            <Link
              href={rowsAddress(list, currency, later)}
              className={look}
              aria-label={`${t("later")}: ${name(later)}`}
            >
              {name(later)}
              <ChevronRight aria-hidden="true" />
            </Link>
          ) : null}
        </div>
      )}
    </div>
  );
}
