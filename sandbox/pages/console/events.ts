import type { Delivery } from "../../core/facts";
import type { Event } from "../../core/wire";
import { type Html, html } from "../html";
import type { Page } from "../layout";
import { deliveryRows } from "./deliveries";
import { button, card, code, link, paged, table, tag, time } from "./parts";
import { type Console, consolePage, nothingHere } from "./shell";

export function showEvents(context: Console): Page {
  const { store } = context.sandbox;
  const wanted = context.query.get("type") ?? "";
  const types = new Set<string>();
  const found: Event[] = [];
  for (const event of store.all("event")) {
    types.add(event.type);
    if (matches(event, wanted)) found.push(event);
  }
  const { shown, pager } = paged(found.reverse(), context.query, "/events");
  const told = deliveriesOf(context, new Set(shown.map(({ id }) => id)));
  const rows = shown.map((event) => [
    time(event.created * 1_000),
    link(`/events/${event.id}`, event.type),
    code(objectId(event)),
    (told.get(event.id) ?? []).map(({ status }) => html`${tag(status)} `),
  ]);
  return consolePage(context, {
    section: "/events",
    title: "Events",
    content: html`<form class="filters" method="get"><div><label for="type">Type, or how it begins</label>
<input id="type" name="type" list="types" value="${wanted}" placeholder="invoice." autocomplete="off">
<datalist id="types">${[...types].sort().map((type) => html`<option value="${type}"></option>`)}</datalist></div>
<button type="submit">Filter</button>${wanted && html`<a class="button" href="/events">All</a>`}</form>
<section class="card">${table(
      "Events",
      ["When", "Type", { label: "Object", wideOnly: true }, "Deliveries"],
      rows,
      wanted ? "No such event." : "None yet.",
    )}${pager}</section>`,
  });
}

export function showEvent(context: Console, id: string): Page {
  const { store } = context.sandbox;
  const event = store.find("event", id);
  if (!event) return nothingHere(context, "/events", "event");
  const back = `/events/${id}`;
  const deliveries = deliveriesOf(context, new Set([id])).get(id) ?? [];
  return consolePage(context, {
    section: "/events",
    title: event.type,
    content: html`<section class="card"><dl><dt>Id</dt><dd>${code(id)}</dd><dt>When</dt><dd>${time(event.created * 1_000)}</dd>
<dt>Cause</dt><dd>${event.request?.id ? html`API call ${code(event.request.id)}` : "time, or a person"}</dd></dl></section>
${card("Deliveries", html`${deliveryRows(context, deliveries, back)}<p></p>${button("resend", "Send once more", { id }, back)}`)}
${card("The event", json(event))}`,
  });
}

function json(value: object): Html {
  const text = JSON.stringify(value, null, 2);
  return html`<p><button class="small" type="button" data-copy="${text}" hidden>Copy</button></p>
<pre tabindex="0" role="region" aria-label="JSON">${text}</pre>`;
}

function matches({ type }: Event, wanted: string): boolean {
  return type.startsWith(wanted.endsWith("*") ? wanted.slice(0, -1) : wanted);
}

function objectId({ data }: Event): string {
  return String({ id: "", ...data.object }.id);
}

function deliveriesOf({ sandbox }: Console, events: ReadonlySet<string>): Map<string, Delivery[]> {
  const found = new Map<string, Delivery[]>();
  for (const delivery of sandbox.store.all("delivery")) {
    if (events.has(delivery.event)) found.set(delivery.event, [...(found.get(delivery.event) ?? []), delivery]);
  }
  return found;
}
