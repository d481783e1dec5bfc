import type { MetadataRoute } from "next";
import { defaultLocale, locales, localizedPath } from "@/lib/core/locales";
import { publicOrigin } from "@/lib/web/origin";
import { publicPaths } from "@/lib/web/public-paths";

/** Read when it is asked for: the address of a deployment is not known to its build. */
export const dynamic = "force-dynamic";

/** Every public page in every language, each with where it is in the others. */
export default function sitemap(): MetadataRoute.Sitemap {
  const at = (path: string) => new URL(path, publicOrigin()).href;
  return publicPaths.flatMap((path) => {
    const languages = Object.fromEntries(locales.map((locale) => [locale, at(localizedPath(path, locale))]));
    const alternates = { languages: { ...languages, "x-default": at(localizedPath(path, defaultLocale)) } };
    return locales.map((locale) => ({ url: at(localizedPath(path, locale)), alternates }));
  });
}
