import { createHash } from "node:crypto";
import type { Locale } from "@/lib/core/locales";
import { translator } from "@/lib/platform/messages";

type StandalonePage = {
  locale: Locale;
  title: string;
  paragraphs: string[];
  /** What a link that loads the same address again says. */
  retry?: string;
  /** A script that the page runs, and no other. */
  script?: string;
};

/**
 * A page that holds all it needs, for when no other file of the app can be had: its HTML, and the headers that let only
 * its own style and script through. Texts are ours; what comes from outside has no place in it.
 */
export function standalonePage(page: StandalonePage): { body: string; headers: Record<string, string> } {
  const { locale, title, paragraphs, retry, script } = page;
  const brand = translator(locale, "brand")("name");
  const body = `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${brand}</title>
<style>${style}</style>
</head>
<body>
<main>
<svg viewBox="0 0 120 130" width="110" aria-hidden="true"><path class="arch" d="M8 130V60a52 52 0 0 1 104 0v70Z"/><path class="ground" d="M32 130V60a28 28 0 0 1 56 0v70Z"/><path class="bars" d="M37 44.3a28 28 0 0 1 5-6.1V118l-2.5 7-2.5-7ZM50.5 33.7a28 28 0 0 1 5-1.3V118l-2.5 7-2.5-7ZM64.5 32.4a28 28 0 0 1 5 1.3V118l-2.5 7-2.5-7ZM78 38.2a28 28 0 0 1 5 6.1V118l-2.5 7-2.5-7ZM33 52h54v5H33ZM32 74h56v5H32ZM32 96h56v5H32Z"/></svg>
<h1>${title}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
${retry ? `<a href="">${retry}</a>` : ""}
</main>
${script ? `<script>${script}</script>` : ""}
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src '${digestOf(style)}'`,
    ...(script ? [`script-src '${digestOf(script)}'`, "connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": policy.join("; "),
  };
  return { body, headers };
}

function digestOf(inline: string): string {
  return `sha256-${createHash("sha256").update(inline).digest("base64")}`;
}

/** The colours are those of app/globals.css. */
const style = `
:root { color-scheme: light dark }
body { margin: 0; min-height: 100dvh; display: grid; place-content: center; justify-items: center; box-sizing: border-box; padding: 2rem; text-align: center;
  font: 1.0625rem/1.6 ui-sans-serif, system-ui, sans-serif; background: light-dark(#faf6ec, #0d1512); color: light-dark(#15261f, #f1ede2) }
main { max-width: 30rem }
h1 { font-size: clamp(1.875rem, 1.4rem + 2vw, 2.75rem); line-height: 1.1; letter-spacing: -0.02em; margin: 2rem 0 1rem; text-wrap: balance }
p { margin: 0.75rem 0; text-wrap: pretty }
a { display: inline-block; margin-top: 1.25rem; padding: 0.6rem 1.25rem; border-radius: 0.6rem; font-weight: 600; text-decoration: none;
  background: light-dark(#1d4638, #dcae57); color: light-dark(#faf6ec, #15261f) }
a:focus-visible { outline: 2px solid light-dark(#1d4638, #dcae57); outline-offset: 3px }
.arch { fill: light-dark(#1d4638, #2b4a40) } .ground { fill: light-dark(#faf6ec, #0d1512) } .bars { fill: #c99a3c }
`;
