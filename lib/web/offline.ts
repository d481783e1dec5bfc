import { createHash } from "node:crypto";
import { type Locale, toLocale } from "@/lib/core/locales";
import { secondMs } from "@/lib/core/time";
import { translator } from "@/lib/platform/messages";
import { standalonePage } from "@/lib/web/standalone-page";

const askAgainMs = 10 * secondMs;

/** Loads the address anew once the device is online again, or once the app answers where it was the app that was gone. */
const comeBack = `
addEventListener("online", () => location.reload());
setInterval(async () => {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch("/healthz").catch(() => null);
  if (answer?.ok) location.reload();
}, ${askAgainMs});
`;

/**
 * `GET /offline?language=nl`: what public/offline-worker.js keeps in the browser, and shows where a page can't be
 * fetched. It holds nothing about who reads it.
 */
export async function offlinePage(request: Request): Promise<Response> {
  const { body, headers } = pageIn(toLocale(new URL(request.url).searchParams.get("language")));
  return new Response(request.method === "HEAD" ? null : body, { headers });
}

/** The address of the worker that keeps the page. Another language or another text is another worker. */
export function offlineWorkerPath(locale: Locale): string {
  const edition = createHash("sha256").update(pageIn(locale).body).digest("hex").slice(0, 8);
  return `/offline-worker.js?language=${locale}&edition=${edition}`;
}

function pageIn(locale: Locale): ReturnType<typeof standalonePage> {
  const t = translator(locale, "offline");
  const paragraphs = [t("text"), t("promise")];
  return standalonePage({ locale, title: t("title"), paragraphs, retry: t("retry"), script: comeBack });
}
