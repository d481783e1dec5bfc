import { useTranslations } from "next-intl";
import { LocaleLink } from "@/components/locale-link";
import { type PriceChoice, pricingPath } from "@/components/pricing/price-choice";
import { Segmented, segmentClasses } from "@/components/ui/segmented";
import { intervals, yearlySaving } from "@/lib/catalog/prices";
import { currencies } from "@/lib/core/money";

/** By the month or by the year, in euros or in dollars. */
export function PriceSwitches({ choice }: { choice: PriceChoice }) {
  const t = useTranslations("pricing");
  const saving = yearlySaving("pro", choice.currency);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Segmented label={t("interval.label")}>
        {intervals.map((interval) => (
          <LocaleLink
            key={interval}
            href={pricingPath({ ...choice, interval })}
            scroll={false}
            replace
            aria-current={interval === choice.interval ? "true" : undefined}
            className={segmentClasses}
          >
            {t(`interval.${interval}`)}
            {interval === "year" && saving ? (
              <span className="rounded-full bg-brass-wash px-2 py-0.5 text-xs text-brass-ink max-sm:hidden">
                {t("interval.saving", { percent: saving.percent / 100 })}
              </span>
            ) : null}
          </LocaleLink>
        ))}
      </Segmented>
      <Segmented label={t("currency.label")}>
        {currencies.map((currency) => (
          <LocaleLink
            key={currency}
            href={pricingPath({ ...choice, currency })}
            scroll={false}
            replace
            aria-current={currency === choice.currency ? "true" : undefined}
            className={segmentClasses}
          >
            {t(`currency.${currency}`)}
          </LocaleLink>
        ))}
      </Segmented>
    </div>
  );
}
