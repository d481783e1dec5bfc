import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { defaultLocale, locales, localizedPath, toLocale } from "@/lib/core/locales";

type MetaKey = "pricing" | "api" | "privacy" | "terms";

/** What search engines are told of a public page: its one address, its other language, and its own title and summary. */
export async function publicMetadata(path: `/${string}`, key?: MetaKey): Promise<Metadata> {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("meta")]);
  const languages = Object.fromEntries(locales.map((language) => [language, localizedPath(path, language)]));
  return {
    ...(key && { title: t(`${key}Title`) }),
    ...((key === "pricing" || key === "api") && { description: t(`${key}Description`) }),
    alternates: {
      canonical: localizedPath(path, toLocale(locale)),
      languages: { ...languages, "x-default": localizedPath(path, defaultLocale) },
    },
  };
}
