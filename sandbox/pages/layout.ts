import { createHash } from "node:crypto";
import { Html, html } from "./html";
import { pageStyle } from "./style";

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

export type Page = { status: number; body: string; headers: { [name: string]: string } };

/**
 * A whole page. One hashed style, and a script only where one is given: a page must work without it. `formLeadsTo` names the address that a form on it may redirect to:
 * Chromium applies `form-action` to redirects after a POST too.
 */
export function page(options: {
  title: string;
  locale: string;
  banner: string;
  content: Html;
  status?: number;
  wide?: boolean;
  formLeadsTo?: string | null;
  /** Stands between the banner and the page. */
  header?: Html;
  moreStyle?: string;
  script?: string;
  /** Loads the page again after a while, for whoever has no script. */
  refreshSeconds?: number | null;
}): Page {
  const style = pageStyle + (options.moreStyle ?? "");
  const { script, refreshSeconds } = options;
  const document = html`<!doctype html>
<html lang="${options.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${options.title}</title>
${Boolean(refreshSeconds) && html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`}
${new Html(`<style>${style}</style>`)}
</head>
<body>
<aside class="banner" aria-label="Note">${options.banner}</aside>
${options.header}
<main id="main"${options.wide ? new Html(' class="wide"') : ""}>
${options.content}
</main>
${script && new Html(`<script>${script}</script>`)}
</body>
</html>
`;
  return {
    status: options.status ?? 200,
    body: document.text,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": [
        "default-src 'none'",
        `style-src ${hashOf(style)}`,
        ...(script ? [`script-src ${hashOf(script)}`, "connect-src 'self'"] : []),
        `form-action 'self'${options.formLeadsTo ? ` ${new URL(options.formLeadsTo).origin}` : ""}`,
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join("; "),
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    },
  };
}

export function redirect(location: string): Page {
  return { status: 303, body: "", headers: { location, "cache-control": "no-store" } };
}
