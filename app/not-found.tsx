import { getTranslations } from "next-intl/server";
import { Wordmark } from "@/components/brand/mark";
import { LocaleLink } from "@/components/locale-link";
import { ClosedGate } from "@/components/site/closed-gate";
import { buttonVariants } from "@/components/ui/button";

export async function generateMetadata() {
  return { title: (await getTranslations("meta"))("notFoundTitle") };
}

/**
 * For addresses that lead nowhere. It asks nobody who they are, so that it works when little else does. Next sends it along
 * with every page, twice, in case something on it is not found: with the site's menus around it that was 21 kB of markup.
 */
export default async function NotFound() {
  const [t, nav, brand] = await Promise.all([
    getTranslations("errors.notFound"),
    getTranslations("nav"),
    getTranslations("brand"),
  ]);
  return (
    <>
      <header className="border-b border-line/70">
        <div className="shell flex h-[4.5rem] items-center">
          <LocaleLink href="/" aria-label={nav("homeOf", { brand: brand("name") })} className="rounded-control">
            <Wordmark name={brand("name")} />
          </LocaleLink>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="shell grid flex-1 content-start justify-items-center py-20 text-center outline-none lg:py-28"
      >
        <ClosedGate />
        <p className="mt-8 font-mono text-sm text-soft-ink">{t("eyebrow")}</p>
        <h1 className="mt-2 text-title">{t("title")}</h1>
        <p className="mt-4 max-w-md text-soft-ink">{t("text")}</p>
        <div className="mt-8 flex flex-wrap justify-center gap-3">
          <LocaleLink href="/" className={buttonVariants()}>
            {t("home")}
          </LocaleLink>
          <LocaleLink href="/account" className={buttonVariants({ variant: "outline" })}>
            {t("account")}
          </LocaleLink>
        </div>
      </main>
    </>
  );
}
