import { ArrowRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { GateScene } from "@/components/home/gate-scene";
import { PopupPreview } from "@/components/home/popup-preview";
import { LocaleLink } from "@/components/locale-link";
import { useStorageText } from "@/components/storage-text";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { featureLimit, plans } from "@/lib/catalog/plans";
import { priceFor } from "@/lib/catalog/prices";
import { formatMoney } from "@/lib/core/money";

const usedMib = 1_260;

/** The first thing a stranger sees. */
export function Hero({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useTranslations("home.hero");
  const storage = useStorageText();
  const amount = formatMoney(priceFor("pro", "month", "eur")?.amountMinor ?? 0, "eur", useLocale(), {
    dropZeroDecimals: true,
  });
  const limitMib = featureLimit("pro", "extended_storage") ?? 0;
  return (
    <section className="relative overflow-hidden border-b border-line">
      <div className="shell grid items-center gap-x-10 gap-y-4 pb-16 pt-10 sm:pt-14 lg:grid-cols-[1.08fr_1fr] lg:pb-24 lg:pt-16">
        <div className="motion-safe:animate-rise">
          <p className="inline-flex items-center gap-2.5 text-sm font-semibold text-brass-ink">
            <span aria-hidden="true" className="h-4 w-3.5 rounded-b-[2px] rounded-t-full border-2 border-current" />
            {t("eyebrow")}
          </p>
          <h1 className="mt-5 text-hero">{t("title")}</h1>
          <p className="mt-6 max-w-xl text-lead text-soft-ink">{t("lead")}</p>
          <div className="mt-9 flex flex-wrap gap-3">
            {isSignedIn ? (
              <Link href="/account" className={buttonVariants({ size: "lg" })}>
                {t("signedIn")}
                <ArrowRight aria-hidden="true" />
              </Link>
            ) : (
              <LocaleLink href="/pricing" className={buttonVariants({ size: "lg" })}>
                {t("primary", { days: plans.pro.trialDays })}
                <ArrowRight aria-hidden="true" />
              </LocaleLink>
            )}
            <a href="#how" className={buttonVariants({ size: "lg", variant: "ghost" })}>
              {t("secondary")}
            </a>
          </div>
          <p className="mt-4 text-sm text-soft-ink">{t("note", { amount })}</p>
        </div>
        <div
          role="img"
          aria-label={t("illustration")}
          className="@container relative -mb-16 mx-auto mt-6 aspect-[5/6] w-full max-w-[21rem] sm:max-w-sm lg:-mb-24 lg:mt-0 lg:max-w-[31rem] lg:self-end"
        >
          <GateScene className="absolute inset-0 size-full" />
          <div
            aria-hidden="true"
            className="absolute inset-x-0 bottom-[4%] flex justify-center text-[2.78cqw] leading-normal"
          >
            <PopupPreview used={storage(usedMib)} limit={storage(limitMib)} share={usedMib / limitMib} />
          </div>
        </div>
      </div>
    </section>
  );
}
