import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Mark } from "@/components/brand/mark";
import { LocaleLink } from "@/components/locale-link";
import { buttonVariants } from "@/components/ui/button";
import { plans } from "@/lib/catalog/plans";

/** The last word of the front page. */
export function Closing() {
  const t = useTranslations("home.closing");
  return (
    <section aria-labelledby="closing-title" className="shell pb-20 lg:pb-28">
      <div className="relative overflow-hidden rounded-[1.75rem] bg-night px-7 pb-56 pt-14 text-on-night sm:px-14 md:pb-14 lg:py-20">
        <Mark className="absolute -bottom-16 right-2 size-64 text-night-raised md:-bottom-20 md:right-6 md:size-80 lg:-bottom-24 lg:size-[26rem]" />
        <div className="relative max-w-xl md:max-w-80 lg:max-w-xl">
          <h2 id="closing-title" className="text-title">
            {t("title")}
          </h2>
          <p className="mt-4 text-lead text-on-night-soft">{t("text", { days: plans.pro.trialDays })}</p>
          <LocaleLink href="/pricing" className={buttonVariants({ variant: "brass", size: "lg", className: "mt-8" })}>
            {t("action")}
            <ArrowRight aria-hidden="true" />
          </LocaleLink>
        </div>
      </div>
    </section>
  );
}
