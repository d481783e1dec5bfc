import type { Sandbox } from "../../core/sandbox";
import type { Due } from "../../core/schedule";
import { type Html, html } from "../html";
import type { Page } from "../layout";
import { button, card, link, time } from "./parts";
import { type Console, consolePage } from "./shell";

const day = 86_400_000;
const steps = [
  ["P1D", "+1 day"],
  ["P1W", "+1 week"],
  ["P1M", "+1 month"],
] as const;

/** Where it starts: what time it is, what comes next, and the ways to get there. */
export function showClock(context: Console): Page {
  const { sandbox } = context;
  sandbox.settleDue();
  return consolePage(context, {
    section: "/",
    title: "Clock",
    content: html`<div class="grid">${clockCard(context)}${card("What comes next", nextDue(sandbox))}</div>
${figures(sandbox)}`,
  });
}

function clockCard({ sandbox, control }: Console): Html {
  const { clock } = sandbox;
  const nowMs = clock.nowMs();
  const { way } = control.progress();
  const state = way ? `moving to ${time(way.toMs)}` : clock.isFrozen() ? "standing still" : "running";
  const done = way && way.toMs > way.fromMs ? (nowMs - way.fromMs) / (way.toMs - way.fromMs) : 0;
  const earliest = new Date(nowMs + day).toISOString().slice(0, 10);
  const latest = new Date(nowMs + 365 * day).toISOString().slice(0, 10);
  return html`<section class="card"><h2>Business time</h2>
<p class="amount" id="now">${time(nowMs)}</p>
<p class="soft">UTC, ${state}. It never goes back.</p>
${way ? html`<p><progress max="1" value="${done.toFixed(3)}" aria-label="Progress of the move">${Math.round(done * 100)} %</progress></p>` : waysOn(sandbox, nowMs, earliest, latest)}
</section>`;
}

function waysOn(sandbox: Sandbox, nowMs: number, earliest: string, latest: string): Html {
  const isFrozen = sandbox.clock.isFrozen();
  return html`<div class="actions">${steps.map(([by, label]) => button("advance", label, { by }, "/"))}
${sandbox.nextDueAt() !== null && button("advance", "To what is next", { next: "true" }, "/")}</div>
<form class="travel" method="post" action="/"><div><label for="days">Travel up to a year ahead <output for="days"></output></label>
<input id="days" name="days" type="range" min="1" max="365" value="30" data-now="${nowMs}"></div>
<button type="submit" name="action" value="advance">Travel</button></form>
<form class="travel" method="post" action="/"><div><label for="to">To a date</label>
<input id="to" name="to" type="date" required min="${earliest}" max="${latest}"></div>
<button type="submit" name="action" value="advance">Go</button></form>
<p></p>${button(isFrozen ? "thaw" : "freeze", isFrozen ? "Let it run" : "Let it stand still", {}, "/")}`;
}

function nextDue(sandbox: Sandbox): Html {
  const upcoming = sandbox.schedule.upcoming(8);
  if (upcoming.length === 0) return html`<p class="soft">Nothing falls due. Subscribe to something.</p>`;
  return html`<ol class="due">${upcoming.map(
    (due) =>
      html`<li><span>${due.work.what}${subjectOf(sandbox, due)}</span><time>${time(due.dueAt * 1_000)}</time></li>`,
  )}</ol>`;
}

/** Whose it is, where that is known. */
function subjectOf({ store }: Sandbox, { id }: Due): Html | null {
  const customer =
    store.find("subscription", id)?.customer ??
    store.find("invoice", id)?.customer ??
    store.find("payment_intent", id)?.customer;
  const found = customer ? store.find("customer", customer) : store.find("customer", id);
  return found && html` (${link(`/customers/${found.id}`, found.email ?? found.id)})`;
}

function figures({ store }: Sandbox): Html {
  let pending = 0;
  for (const delivery of store.all("delivery")) if (delivery.status === "pending") pending += 1;
  let running = 0;
  for (const subscription of store.all("subscription")) if (subscription.ended_at === null) running += 1;
  const shown = [
    ["/customers", store.count("customer"), "customers"],
    ["/subscriptions", running, "subscriptions that run"],
    ["/events", store.count("event"), "events"],
    ["/deliveries?status=pending", pending, "deliveries on their way"],
  ] as const;
  return html`<nav class="card figures" aria-label="What there is">${shown.map(
    ([href, count, label]) => html`<a href="${href}"><b>${count}</b><span>${label}</span></a>`,
  )}</nav>`;
}
