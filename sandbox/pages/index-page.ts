import { currentPeriodEnd } from "../billing/renew-subscription";
import { testCards } from "../billing/test-cards";
import type { Delivery } from "../core/collections";
import type { Sandbox } from "../core/sandbox";
import { type Html, html } from "./html";
import { type Page, page } from "./layout";
import { formatMoney } from "./money";
import { textsFor } from "./texts";

const shownRows = 50;
const shownEvents = 100;

/** The page for people: what time it is here, who subscribes to what, what happened and who was told. */
export function showIndex(sandbox: Sandbox, problem: string | null): Page {
  sandbox.settleDue();
  const { store, clock } = sandbox;
  const { texts } = textsFor(null);
  const deliveries = new Map<string, Delivery[]>();
  for (const delivery of store.all("delivery")) {
    deliveries.set(delivery.event, [...(deliveries.get(delivery.event) ?? []), delivery]);
  }
  const next = sandbox.nextDueAt();
  return page({
    title: "Stripe sandbox",
    locale: "en",
    banner: texts.banner,
    wide: true,
    status: problem ? 400 : 200,
    content: html`
<h1>Stripe sandbox</h1>
${problem && html`<p class="error" role="alert">${problem}</p>`}
<section class="card"><h2>Clock</h2>
<p class="amount"><time datetime="${new Date(clock.nowMs()).toISOString()}">${shortTime(clock.nowMs())}</time></p>
<p class="soft">Business time, UTC${clock.isMoving() && ", moving"}${clock.isFrozen() && ", standing still"}.
${next === null ? "Nothing falls due." : `Next due: ${shortTime(next * 1_000)}.`}</p>
<div class="actions">
${[
  ["P1D", "1 day"],
  ["P1W", "1 week"],
  ["P1M", "1 month"],
].map(
  ([by, label]) => html`<form method="post"><input type="hidden" name="by" value="${by}">
<button type="submit" name="action" value="advance">Advance ${label}</button></form>`,
)}
<form method="post"><label for="to">Advance to</label>
<input id="to" name="to" type="date" required min="${new Date(clock.nowMs() + 86_400_000).toISOString().slice(0, 10)}">
<button type="submit" name="action" value="advance">Go</button></form>
</div></section>
${table(
  "Customers",
  ["Email", "Id", "Created"],
  newest(store.all("customer"), shownRows).map((customer) => [
    customer.email ?? "–",
    code(customer.id),
    shortTime(customer.created * 1_000),
  ]),
)}
${table(
  "Subscriptions",
  ["Status", "Price", "Period ends", "Customer", "Id"],
  newest(store.all("subscription"), shownRows).map((subscription) => [
    html`<span class="tag">${subscription.status}</span>${subscription.cancel_at !== null && " ends"}`,
    formatMoney(subscription.items.data[0]?.price.unit_amount ?? 0, subscription.currency, "en"),
    shortTime(currentPeriodEnd(subscription) * 1_000),
    store.find("customer", subscription.customer)?.email ?? subscription.customer,
    code(subscription.id),
  ]),
)}
${table(
  "Events",
  ["When", "Type", "Deliveries", "Id", ""],
  newest(store.all("event"), shownEvents).map((event) => [
    shortTime(event.created * 1_000),
    event.type,
    (deliveries.get(event.id) ?? []).map(deliveryPart),
    code(event.id),
    html`<form method="post"><input type="hidden" name="id" value="${event.id}">
<button type="submit" name="action" value="resend">Resend</button></form>`,
  ]),
)}
${table(
  "Webhook endpoints",
  ["Address", "Events", "Status"],
  newest(store.all("webhook_endpoint"), shownRows).map((endpoint) => [
    endpoint.url,
    endpoint.enabled_events.join(", "),
    endpoint.status,
  ]),
)}
${table(
  "Test cards",
  ["Number", "What it does"],
  testCards.map((card) => [code(card.number), card.label]),
)}`,
  });
}

function deliveryPart(delivery: Delivery): Html {
  const last = delivery.attempts.at(-1);
  const detail = last ? `${last.status ?? last.response}` : "";
  return html`<form method="post"><span class="tag">${delivery.status}</span>
<span class="soft">${delivery.attempts.length} × ${detail} ${last?.faults.join(", ")}</span>
<input type="hidden" name="id" value="${delivery.id}">
${delivery.status !== "pending" && html`<button type="submit" name="action" value="replay">Replay</button>`}</form>`;
}

type Cell = Html | Html[] | string;

function table(title: string, columns: string[], rows: Cell[][]): Html {
  return html`<section class="card"><h2>${title}</h2>
${
  rows.length === 0
    ? html`<p class="soft">None yet.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>
${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
}
</section>`;
}

function newest<T>(all: Iterable<T>, count: number): T[] {
  return [...all].slice(-count).reverse();
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}

function shortTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}
