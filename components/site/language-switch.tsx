import { useLocale, useTranslations } from "next-intl";
import { locales } from "@/lib/core/locales";

/** Chooses the language. A plain form: it works without scripts, and the choice is remembered. */
export function LanguageSwitch() {
  const t = useTranslations("common.language");
  const current = useLocale();
  return (
    <form method="post" action="/language">
      <fieldset className="inline-flex rounded-full border border-line bg-sunken p-1">
        <legend className="sr-only">{t("label")}</legend>
        {locales.map((locale) => (
          <button
            key={locale}
            type="submit"
            name="locale"
            value={locale}
            lang={locale}
            aria-pressed={locale === current}
            className="h-9 rounded-full px-3.5 text-sm font-semibold text-soft-ink hover:text-ink aria-pressed:bg-card dark:aria-pressed:bg-control-line/45 aria-pressed:text-ink aria-pressed:shadow-card"
          >
            {t(locale)}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
