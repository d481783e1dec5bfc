import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { defaultLocale, type Locale, locales, localizedPath, toLocale } from "@/lib/core/locales";
import type { PublicPath } from "@/lib/web/public-paths";

type MetaKey = "pricing" | "api" | "privacy" | "terms";

/** How Open Graph writes our languages. */
const openGraphLocales: Record<Locale, string> = { en: "en_GB", nl: "nl_NL" };

/** The picture that stands beside a shared link, in the reader's language; scripts/render-brand-images.ts draws it. */
export function socialCard(locale: Locale, alt: string) {
  return { url: `/social-card.${locale}.png`, width: 1200, height: 630, alt };
}

/** What search engines and shared links are told of a public page: its one address, its other language, its own title, summary and card. */
export async function publicMetadata(path: PublicPath, key?: MetaKey): Promise<Metadata> {
  const [language, t, brand] = await Promise.all([getLocale(), getTranslations("meta"), getTranslations("brand")]);
  const locale = toLocale(language);
  const languages = Object.fromEntries(locales.map((one) => [one, localizedPath(path, one)]));
  const title = key && t(`${key}Title`);
  const description = key ? t(`${key}Description`) : t("description");
  return {
    ...(title && { title }),
    description,
    alternates: {
      canonical: localizedPath(path, locale),
      languages: { ...languages, "x-default": localizedPath(path, defaultLocale) },
    },
    openGraph: {
      siteName: brand("name"),
      type: "website",
      url: localizedPath(path, locale),
      locale: openGraphLocales[locale],
      alternateLocale: locales.filter((one) => one !== locale).map((one) => openGraphLocales[one]),
      title: title ?? `${brand("name")} · ${t("title")}`,
      description,
      images: [socialCard(locale, t("socialAlt"))],
    },
  };
}
