import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { socialCard } from "@/app/(site)/public-metadata";
import { DemoTimeBar } from "@/app/demo-time-bar";
import { CrashTextsProvider } from "@/components/crash-texts";
import { Telemetry } from "@/components/telemetry/telemetry";
import { ThemeProvider } from "@/components/theme/theme-provider";
import { buttonVariants } from "@/components/ui/button";
import { toLocale } from "@/lib/core/locales";
import { canTravel } from "@/lib/demo/time-travel";
import { env } from "@/lib/platform/env";
import { telemetrySettings } from "@/lib/web/telemetry-settings";
import "@/app/globals.css";

// What stands in until they have come is in globals.css: Next's own asks for Arial, which phones and Linux do not have.
const headline = localFont({
  src: "../generated/fonts/headline.woff2",
  variable: "--font-headline",
  weight: "600 700",
  adjustFontFallback: false,
  fallback: ["headline stand-in", "wide headline stand-in"],
});
const text = localFont({
  src: "../generated/fonts/text.woff2",
  variable: "--font-text",
  weight: "400 700",
  adjustFontFallback: false,
  fallback: ["text stand-in", "wide text stand-in"],
});
const code = localFont({
  src: "../generated/fonts/code.woff2",
  variable: "--font-code",
  weight: "400 700",
  preload: false,
  adjustFontFallback: false,
});

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf6ec" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1512" },
  ],
};

export async function generateMetadata(): Promise<Metadata> {
  const [meta, brand, locale] = await Promise.all([getTranslations("meta"), getTranslations("brand"), getLocale()]);
  const name = brand("name");
  return {
    metadataBase: new URL(env().GATEHOUSE_URL),
    title: { default: `${name} · ${meta("title")}`, template: `%s · ${name}` },
    description: meta("description"),
    openGraph: {
      siteName: name,
      type: "website",
      title: `${name} · ${meta("title")}`,
      description: meta("description"),
      images: [socialCard(toLocale(locale), meta("socialAlt"))],
    },
    twitter: { card: "summary_large_image" },
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, t, crash, consent, requestHeaders] = await Promise.all([
    getLocale(),
    getTranslations("common"),
    getTranslations("errors.crash"),
    getTranslations("consentQuestion"),
    headers(),
  ]);
  const crashTexts = {
    title: crash("title"),
    text: crash("text"),
    offline: crash("offline"),
    outage: crash("outage"),
    retry: crash("retry"),
    home: crash("home"),
    reference: crash("reference"),
    looks: { retry: buttonVariants(), home: buttonVariants({ variant: "outline" }) },
  };
  const question = {
    title: consent("title"),
    text: consent("text"),
    refuse: consent("refuse"),
    agree: consent("agree"),
    look: buttonVariants({ variant: "outline", size: "sm" }),
  };
  return (
    <html
      lang={locale}
      className={`${headline.variable} ${text.variable} ${code.variable}`}
      suppressHydrationWarning // next-themes sets the class before React arrives
    >
      <body className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="fixed left-4 top-3 z-60 -translate-y-20 rounded-control bg-night px-5 py-3 font-semibold text-on-night opacity-0 transition-transform focus:translate-y-0 focus:opacity-100"
        >
          {t("skipToContent")}
        </a>
        <ThemeProvider nonce={requestHeaders.get("x-nonce") ?? undefined}>
          {canTravel() ? <DemoTimeBar /> : null}
          <CrashTextsProvider texts={crashTexts}>{children}</CrashTextsProvider>
          <Telemetry {...telemetrySettings()} question={question} />
        </ThemeProvider>
      </body>
    </html>
  );
}
