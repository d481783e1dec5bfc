import { html } from "../html";
import type { Page } from "../layout";
import { button, code, link, tag, time } from "./parts";
import { type Console, consolePage } from "./shell";

/** Who is told, and with which secret it is signed. */
export function showEndpoints(context: Console): Page {
  const { store } = context.sandbox;
  const endpoints = [...store.all("webhook_endpoint")];
  return consolePage(context, {
    section: "/endpoints",
    title: "Webhook endpoints",
    content: html`${
      endpoints.length === 0 &&
      html`<section class="card"><p>None is registered. Give <code>--webhook</code> and
<code>--secret</code>, or create one through the API.</p></section>`
    }
${endpoints.map(({ id, url, status, enabled_events, description }) => {
  const known = store.find("endpoint_secret", id);
  const old = (known?.previous ?? []).filter(({ expiresAtMs }) => expiresAtMs > Date.now());
  return html`<section class="card"><h2>${url} ${tag(status)}</h2>
<dl><dt>Id</dt><dd>${code(id)}</dd>${description && html`<dt>About</dt><dd>${description}</dd>`}
<dt>Events</dt><dd>${enabled_events.join(", ")}</dd>
<dt>Secret</dt><dd><details><summary>Show</summary>${code(known?.secret ?? "")}</details></dd>
${old.map(({ expiresAtMs }) => html`<dt>Old secret</dt><dd>signs along until ${time(expiresAtMs)} (real time)</dd>`)}
<dt>Deliveries</dt><dd>${link(`/deliveries?endpoint=${id}`, "What it was told")}</dd></dl>
<div class="actions"><form method="post" action="/"><input type="hidden" name="id" value="${id}"><input type="hidden" name="back" value="/endpoints">
<label for="expires-${id}">A new secret; the old one expires</label><div class="actions"><select id="expires-${id}" name="expires_in">
<option value="86400">in a day</option><option value="3600">in an hour</option><option value="0">at once</option></select>
<button type="submit" name="action" value="roll">Roll secret</button></div></form>
${status === "enabled" ? button("disable", "Disable", { id }, "/endpoints") : button("enable", "Enable", { id }, "/endpoints")}</div></section>`;
})}`,
  });
}
