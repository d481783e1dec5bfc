import { type Html, html } from "../html";

export type Cell = Html | (Html | string | null | false)[] | string | null;
export type Column = { label: string; wideOnly?: boolean; isNumber?: boolean };

/** Rows that scroll sideways where they must, or one sentence when there are none. */
export function table(name: string, columns: readonly (string | Column)[], rows: Cell[][], empty = "None yet."): Html {
  if (rows.length === 0) return html`<p class="soft">${empty}</p>`;
  const shown = columns.map((column): Column => (typeof column === "string" ? { label: column } : column));
  const classOf = (index: number) => {
    const names = [shown[index]?.wideOnly ? "wide-only" : "", shown[index]?.isNumber ? "number" : ""].filter(Boolean);
    return names.length > 0 && html` class="${names.join(" ")}"`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>
${shown.map(({ label }, index) => html`<th scope="col"${classOf(index)}>${label}</th>`)}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map((cell, index) => html`<td${classOf(index)}>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

export function card(title: string, content: Html): Html {
  return html`<section class="card"><h2>${title}</h2>${content}</section>`;
}

const good = ["active", "paid", "delivered", "enabled", "succeeded", "complete"];
const bad = ["failed", "canceled", "unpaid", "dropped", "uncollectible", "incomplete_expired"];
const warn = ["past_due", "incomplete", "pending", "open", "trialing", "paused"];

/** A state, coloured by what it means; the word itself carries the meaning. */
export function tag(status: string): Html {
  const tone = good.includes(status) ? "good" : bad.includes(status) ? "bad" : warn.includes(status) ? "warn" : "";
  return html`<span class="tag ${tone}">${status.replaceAll("_", " ")}</span>`;
}

export function code(text: string): Html {
  return html`<code class="pick">${text}</code>`;
}

export function link(href: string, text: string | Html): Html {
  return html`<a href="${href}">${text}</a>`;
}

/** A button that is a form of its own: it needs no script. */
export function button(action: string, label: string, fields: { [name: string]: string }, back: string): Html {
  return html`<form method="post" action="/"><input type="hidden" name="back" value="${back}">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button type="submit" name="action" value="${action}">${label}</button></form>`;
}

/** E.g. `2026-03-01 09:30`, in UTC. */
export function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}

const perPage = 50;

/** One page of many, and the links to the others. `query` is what the other pages keep. */
export function paged<T>(all: readonly T[], query: URLSearchParams, path: string): { shown: T[]; pager: Html | null } {
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const current = Math.min(last, Math.max(1, Math.floor(Number(query.get("page")) || 1)));
  const at = (page: number) => {
    const next = new URLSearchParams(query);
    next.set("page", String(page));
    return `${path}?${next}`;
  };
  const pager =
    last > 1
      ? html`<nav class="pager" aria-label="Pages">${current > 1 && link(at(current - 1), "← Newer")}
<span>Page ${current} of ${last}, ${all.length} in all</span>${current < last && link(at(current + 1), "Older →")}</nav>`
      : null;
  return { shown: all.slice((current - 1) * perPage, current * perPage), pager };
}
