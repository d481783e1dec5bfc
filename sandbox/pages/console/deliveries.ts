import type { Delivery } from "../../core/facts";
import { type Html, html } from "../html";
import type { Page } from "../layout";
import { button, card, link, paged, table, tag, time } from "./parts";
import { type Console, consolePage } from "./shell";

const states = ["pending", "delivered", "failed", "dropped"] as const;

/** What was told to whom: for each endpoint its deliveries, newest first. */
export function showDeliveries(context: Console): Page {
  const { store } = context.sandbox;
  const endpoints = [...store.all("webhook_endpoint")];
  const [endpoint, status] = [context.query.get("endpoint") ?? "", context.query.get("status") ?? ""];
  const shownEndpoints = endpoints.filter(({ id }) => !endpoint || id === endpoint);
  const option = (value: string, label: string, wanted: string) =>
    html`<option value="${value}"${value === wanted && html` selected`}>${label}</option>`;
  const back = `/deliveries?${context.query}`;
  return consolePage(context, {
    section: "/deliveries",
    title: "Deliveries",
    content: html`<form class="filters" method="get">
<div><label for="endpoint">Endpoint</label><select id="endpoint" name="endpoint">${option("", "all", endpoint)}
${endpoints.map(({ id, url }) => option(id, url, endpoint))}</select></div>
<div><label for="status">State</label><select id="status" name="status">${option("", "any", status)}
${states.map((state) => option(state, state, status))}</select></div><button type="submit">Filter</button></form>
${shownEndpoints.length === 0 && html`<section class="card"><p>No endpoint is registered, so nobody is told anything.</p></section>`}
${shownEndpoints.map(({ id, url }) => {
  const own = [...store.all("delivery")].filter((one) => one.endpoint === id && (!status || one.status === status));
  const { shown, pager } = paged(own.reverse(), context.query, "/deliveries");
  return card(url, html`${deliveryRows(context, shown, back)}${pager}`);
})}`,
  });
}

export function deliveryRows({ sandbox }: Console, deliveries: readonly Delivery[], back: string): Html {
  const rows = deliveries.map((delivery) => {
    const event = sandbox.store.find("event", delivery.event);
    return [
      event ? link(`/events/${event.id}`, delivery.eventType) : delivery.eventType,
      tag(delivery.status),
      attempts(delivery),
      delivery.status === "pending" ? time(delivery.nextAttemptAtMs) : "–",
      delivery.status === "pending"
        ? delivery.attempts.length > 0 && button("retry", "Retry now", { id: delivery.id }, back)
        : button("replay", "Replay", { id: delivery.id }, back),
    ].map((cell) => cell || "");
  });
  return table(
    "Deliveries",
    ["Event", "State", "Attempts", { label: "Next try (real time)", wideOnly: true }, "Again"],
    rows,
  );
}

function attempts({ attempts: made }: Delivery): Html {
  const last = made.at(-1);
  if (!last) return html`none yet`;
  return html`<details><summary>${made.length} × ${last.status ?? "no answer"}</summary>
${made.map(
  ({ at, status, response, durationMs, faults }) =>
    html`<p class="soft">${at.slice(11, 19)} · ${status ?? "no answer"} · ${durationMs} ms${faults.length > 0 && ` · ${faults.join(", ")}`}<br>${response.slice(0, 120)}</p>`,
)}</details>`;
}
