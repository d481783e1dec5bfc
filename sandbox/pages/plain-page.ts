import { html } from "./html";
import { type Page, page } from "./layout";
import type { Texts } from "./texts-en";

/** One heading, one sentence, and at most one way on. */
export function plainPage(options: {
  texts: Texts;
  locale: string;
  title: string;
  text: string;
  link: { href: string; label: string } | null;
  status?: number;
}): Page {
  const { texts, locale, title, text, link, status } = options;
  return page({
    title,
    locale,
    banner: texts.banner,
    status,
    content: html`<section class="card"><h1>${title}</h1><p>${text}</p>
${link && html`<p><a class="button" href="${link.href}">${link.label}</a></p>`}</section>`,
  });
}
