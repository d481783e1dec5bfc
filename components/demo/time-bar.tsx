import { CalendarClock, ChevronDown, Clock } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { TimeNews } from "@/components/demo/time-news";
import { TimeProgress } from "@/components/demo/time-progress";
import { TimeSlider } from "@/components/demo/time-slider";
import { PopoverPanel } from "@/components/ui/popover-panel";

type NextThing = { what: "trial" | "end" | "payment" | "any"; at: Date };

type TimeBarProps = {
  now: Date;
  next: NextThing | null;
  isMoving: boolean;
  /** What the journey before this page brought, in words. */
  news: string | null;
};

const panelId = "time-travel";
const buttonClasses =
  "inline-flex h-9 shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-control border border-night-line px-3 text-sm font-semibold hover:border-on-night-soft hover:bg-night-raised disabled:opacity-55";
const panelButtonClasses =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-control border border-control-line px-4 py-2 text-center text-sm font-semibold hover:border-ink hover:bg-sunken disabled:opacity-55";

/**
 * The bar over every page of the demo: the business date, and the ways on. All of it is one plain form, so it moves time
 * before the scripts have arrived; with them it shows how far it has come and brings the page up to date.
 */
export function TimeBar({ now, next, isMoving, news }: TimeBarProps) {
  const t = useTranslations("demoTime");
  const format = useFormatter();
  const jump = (className: string) =>
    next ? (
      <button type="submit" name="to" value={next.at.toISOString()} disabled={isMoving} className={className}>
        {t(`next.${next.what}`, { date: format.dateTime(next.at, { dateStyle: "medium" }) })}
      </button>
    ) : null;
  return (
    <TimeProgress isMoving={isMoving} label={t("label")} movingText={t("moving")} failedText={t("failed")}>
      <div className="shell flex h-14 items-center gap-2 sm:gap-3">
        <CalendarClock aria-hidden="true" className="hidden size-5 shrink-0 text-brass sm:block" />
        <p className="min-w-0 flex-1 text-sm leading-snug">
          <span className="figures block truncate font-semibold">
            <time dateTime={now.toISOString()}>{format.dateTime(now, { dateStyle: "full" })}</time>
          </span>
          <TimeNews news={news ?? t("about")} />
        </p>
        {jump(`${buttonClasses} max-lg:hidden`)}
        <button type="submit" name="by" value="day" disabled={isMoving} className={`${buttonClasses} max-md:hidden`}>
          {t("day")}
        </button>
        <button type="submit" name="by" value="month" disabled={isMoving} className={`${buttonClasses} max-md:hidden`}>
          {t("month")}
        </button>
        <button type="button" popoverTarget={panelId} className={buttonClasses}>
          <Clock aria-hidden="true" className="size-4 sm:hidden" />
          {t("further")}
          <ChevronDown aria-hidden="true" className="hidden size-4 sm:block" />
        </button>
        <PopoverPanel
          id={panelId}
          role="dialog"
          aria-label={t("label")}
          className="popover-below w-[min(24rem,calc(100vw-2rem))] rounded-card border border-line bg-card p-5 text-ink shadow-pop"
        >
          {news ? <p className="mb-3 text-sm font-semibold">{news}</p> : null}
          <p className="text-sm text-soft-ink">{t("explanation")}</p>
          <div className="mt-4 grid grid-cols-2 gap-2">
            <button type="submit" name="by" value="day" disabled={isMoving} className={panelButtonClasses}>
              {t("day")}
            </button>
            <button type="submit" name="by" value="month" disabled={isMoving} className={panelButtonClasses}>
              {t("month")}
            </button>
            {jump(`${panelButtonClasses} col-span-2`)}
          </div>
          <TimeSlider
            now={now}
            language={useLocale()}
            label={t("slider")}
            daysText={t.raw("days")}
            goText={t("go")}
            buttonClasses={panelButtonClasses}
          />
        </PopoverPanel>
      </div>
    </TimeProgress>
  );
}
