import { currentPeriodEnd } from "../../billing/renew-subscription";
import type { Sandbox } from "../../core/sandbox";
import type { Subscription } from "../../core/wire";
import { type Html, html } from "../html";
import type { Page } from "../layout";
import { formatMoney } from "../money";
import { code, link, paged, table, tag, time } from "./parts";
import { type Console, consolePage } from "./shell";

export function showSubscriptions(context: Console): Page {
  const { store } = context.sandbox;
  const counts = new Map<string, number>();
  for (const { status } of store.all("subscription")) counts.set(status, (counts.get(status) ?? 0) + 1);
  const wanted = context.query.get("status");
  const found = [...store.all("subscription")].filter(({ status }) => !wanted || status === wanted).reverse();
  const { shown, pager } = paged(found, context.query, "/subscriptions");
  const chip = (href: string, label: string, isCurrent: boolean) =>
    html`<li><a href="${href}"${isCurrent && html` aria-current="true"`}>${label}</a></li>`;
  return consolePage(context, {
    section: "/subscriptions",
    title: "Subscriptions",
    content: html`<section class="card"><ul class="chips" aria-label="States">
${chip("/subscriptions", `all ${store.count("subscription")}`, !wanted)}
${[...counts].map(([status, count]) =>
  chip(`/subscriptions?status=${status}`, `${status.replaceAll("_", " ")} ${count}`, status === wanted),
)}</ul></section>
<section class="card">${subscriptionRows(context.sandbox, shown, true)}${pager}</section>`,
  });
}

export function subscriptionRows(
  sandbox: Sandbox,
  subscriptions: readonly Subscription[],
  namesCustomer: boolean,
): Html {
  const { store } = sandbox;
  const rows = subscriptions.map((subscription) => {
    const customer = store.find("customer", subscription.customer);
    return [
      ...(namesCustomer
        ? [customer ? link(`/customers/${customer.id}`, customer.email ?? customer.id) : "deleted"]
        : []),
      whatIsBilled(sandbox, subscription),
      tag(subscription.status),
      whatFollows(subscription),
      code(subscription.id),
    ];
  });
  const columns = ["What", "State", "Then", { label: "Id", wideOnly: true }];
  return table("Subscriptions", namesCustomer ? ["Customer", ...columns] : columns, rows);
}

function whatIsBilled({ store }: Sandbox, { items, currency }: Subscription): string {
  return items.data
    .map(({ price, quantity = 1 }) => {
      const name = store.find("product", price.product)?.name ?? price.product;
      const every = price.recurring ? ` / ${price.recurring.interval}` : "";
      return `${quantity > 1 ? `${quantity} × ` : ""}${name}, ${formatMoney(price.unit_amount ?? 0, currency, "en")}${every}`;
    })
    .join("; ");
}

function whatFollows(subscription: Subscription): string {
  const date = (seconds: number) => time(seconds * 1_000).slice(0, 10);
  if (subscription.ended_at !== null) return `ended ${date(subscription.ended_at)}`;
  if (subscription.cancel_at !== null) return `ends ${date(subscription.cancel_at)}`;
  if (subscription.status === "trialing") return `trial until ${date(currentPeriodEnd(subscription))}`;
  if (subscription.pause_collection) return "collection is paused";
  return `renews ${date(currentPeriodEnd(subscription))}`;
}
