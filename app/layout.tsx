import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Telemetry } from "@/components/telemetry/telemetry";
import { ThemeProvider } from "@/components/theme/theme-provider";
import { Toaster } from "@/components/ui/toaster";
import { telemetrySettings } from "@/lib/entry/telemetry-settings";
import { env } from "@/lib/platform/env";
import "@/app/globals.css";

const headline = localFont({
  src: "../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2",
  variable: "--font-headline",
  weight: "200 800",
});
const text = localFont({
  src: "../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2",
  variable: "--font-text",
  weight: "100 900",
});
const code = localFont({
  src: "../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  variable: "--font-code",
  weight: "100 800",
  preload: false,
});

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf6ec" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1512" },
  ],
};

export async function generateMetadata(): Promise<Metadata> {
  const [meta, brand] = await Promise.all([getTranslations("meta"), getTranslations("brand")]);
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
    },
    twitter: { card: "summary_large_image" },
  };
}

/** Texts that only the server needs stay out of what every page sends to the browser. */
const serverOnly = new Set(["home", "pricing", "legal", "meta", "mails"]);

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, t, requestHeaders] = await Promise.all([
    getLocale(),
    getMessages(),
    getTranslations("common"),
    headers(),
  ]);
  const sent = Object.fromEntries(Object.entries(messages).filter(([namespace]) => !serverOnly.has(namespace)));
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
          <NextIntlClientProvider messages={sent}>
            <Toaster closeLabel={t("close")}>{children}</Toaster>
            <Telemetry {...telemetrySettings()} />
          </NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
