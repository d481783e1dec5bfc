import { createHash } from "node:crypto";
import { Html, html } from "./html";
import type { Message } from "./message";
import { style } from "./style";

/** Reloads the list when another mail is on top; asks every two seconds while the page is in view. */
const refresh = `
const newest = document.body.dataset.newest;
setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch("/api/messages?limit=1").then((response) => response.json()).catch(() => null);
  if (answer && (answer.data[0]?.id ?? "") !== newest) location.reload();
}, 2000);
`;

/** What the pages may load: nothing but their own style, the refresh script and the frame with the mail. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(refresh)}`,
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What a mail may do inside its frame: show itself, and open links outside. Nothing of it runs or calls home. */
export const mailPolicy = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "frame-ancestors 'self'",
].join("; ");

export function listPage(messages: Message[]): string {
  const content =
    messages.length === 0
      ? html`<div class="card empty"><strong>No mail yet</strong>What Gatehouse sends appears here by itself.</div>`
      : html`<ul class="card mails">${messages.map(listItem)}</ul>`;
  const title = `${messages.length} ${messages.length === 1 ? "mail" : "mails"}`;
  return page("Mail", title, html`${content}${new Html(`<script>${refresh}</script>`)}`, messages[0]?.id ?? "");
}

export function messagePage(message: Message): string {
  const body =
    message.html === null
      ? html`<div class="card"><pre>${message.text}</pre></div>`
      : html`<div class="card"><iframe title="The mail" src="/messages/${message.id}/html"
          sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe></div>
        <details><summary>Plain text</summary><div class="card"><pre>${message.text}</pre></div></details>`;
  const headers = message.headers.map(({ name, value }) => `${name}: ${value}`).join("\n");
  return page(
    message.subject,
    "",
    html`<p><a href="/">← All mail</a></p>
      <h1>${message.subject || "(no subject)"}</h1>
      <dl><dt>To</dt><dd>${message.to.join(", ")}</dd><dt>From</dt><dd>${message.from}</dd>
        <dt>At</dt><dd>${time(message)}</dd></dl>
      ${links(message)}${body}
      <details><summary>Headers</summary><div class="card"><pre>${headers}</pre></div></details>`,
  );
}

/** The mail's own markup; its links leave the frame. */
export function mailDocument(message: Message): string {
  return `<!doctype html><meta charset="utf-8"><base target="_blank">${message.html ?? ""}`;
}

export function missingMailPage(): string {
  return emptyPage("This mail is not here", "It was deleted, or is no longer among the last 500.");
}

export function missingPage(): string {
  return emptyPage("There is no such page", "The address leads nowhere. What Gatehouse sent is in the list.");
}

function emptyPage(title: string, text: string): string {
  const back = html`<p><a class="button" href="/">All mail</a></p>`;
  return page(title, "", html`<div class="card empty"><h1>${title}</h1>${text}${back}</div>`);
}

function listItem(message: Message): Html {
  return html`<li><a href="/messages/${message.id}"><strong>${message.subject || "(no subject)"}</strong>
    ${time(message, "HH:MM")}<span>${message.to.join(", ")}</span></a></li>`;
}

function links(message: Message): Html {
  if (message.links.length === 0) return html``;
  const items = message.links.map(
    (link, index) =>
      html`<li><a class="button${index === 0 ? " primary" : ""}" target="_blank" rel="noopener" href="${link}">${shorten(link)}</a></li>`,
  );
  return html`<h2>Links</h2><ul class="links">${items}</ul>`;
}

function shorten(link: string): string {
  return link.length > 72 ? `${link.slice(0, 71)}…` : link;
}

function time(message: Message, precision: "HH:MM" | "full" = "full"): Html {
  const [day = "", clock = ""] = message.receivedAt.split("T");
  const shown = precision === "full" ? `${day} ${clock.slice(0, 8)} UTC` : clock.slice(0, 5);
  return html`<time datetime="${message.receivedAt}">${shown}</time>`;
}

function page(title: string, note: string, content: Html, newest = ""): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Gatehouse mail</title>
${new Html(`<style>${style}</style>`)}
</head>
<body data-newest="${newest}">
<header><a href="/">Gatehouse mail</a><p>${note}</p>
<form method="post" action="/clear"><button>Delete all</button></form></header>
<main>${content}</main>
</body>
</html>
`.text;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
