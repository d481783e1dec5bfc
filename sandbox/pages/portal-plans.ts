import { changeSubscription } from "../billing/change-subscription";
import { draftRenewal } from "../billing/renew-subscription";
import type { Sandbox } from "../core/sandbox";
import type { Tx } from "../core/tx";
import type { Invoice, PortalConfiguration, Price, ProrationBehavior, Subscription } from "../core/wire";
import { type Html, html } from "./html";
import { formatDate, formatMoney } from "./money";
import type { Texts } from "./texts-en";

const byCustomer = { id: null, idempotencyKey: null };

type Update = PortalConfiguration["features"]["subscription_update"];

/** How the configuration wants a switch to be prorated. */
function prorationOf({ proration_behavior: wanted }: Update): ProrationBehavior {
  if (wanted === "always_invoice") return "always_invoice";
  return wanted === "create_prorations" ? "create_prorations" : "none";
}

/** The prices that a customer may switch a subscription to: those of the configuration, in the subscription's currency. */
export function offeredPrices(
  sandbox: Sandbox,
  { features }: PortalConfiguration,
  subscription: Subscription,
): Price[] {
  const { enabled, default_allowed_updates, products } = features.subscription_update;
  if (!enabled || !default_allowed_updates.includes("price") || subscription.items.data.length !== 1) return [];
  return (products ?? [])
    .flatMap((product) => product.prices)
    .flatMap((id) => sandbox.store.find("price", id) ?? [])
    .filter((price) => price.active && price.currency === subscription.currency)
    .filter((price) => price.id !== subscription.items.data[0]?.price.id);
}

/** Puts a subscription's one item on another price. Returns the invoice that is due at once, as a draft, or null. */
export function switchPrice(tx: Tx, subscription: Subscription, price: Price, update: Update) {
  return changeSubscription(tx, subscription, {
    items: subscription.items.data.map((item) => ({ id: item.id, price })),
    prorationBehavior: prorationOf(update),
  });
}

/** The invoice that a switch would lead to, and whether it would be due at once. Nothing of it is kept. */
function previewSwitch(sandbox: Sandbox, subscription: Subscription, price: Price, update: Update) {
  return sandbox.change(byCustomer, (outer) =>
    outer.store.undoing((): { invoice: Invoice; isNow: boolean } => {
      const tx = outer.on(subscription.test_clock);
      const { subscription: changed, draft } = switchPrice(tx, subscription, price, update);
      return { invoice: draft ?? draftRenewal(tx, changed).draft, isNow: draft !== null };
    }),
  );
}

/** The plans to switch to, each a link to its preview; a preview carries the button that switches. */
export function plansPart(
  sandbox: Sandbox,
  configuration: PortalConfiguration,
  subscription: Subscription,
  chosen: string | null,
  texts: Texts,
  locale: string,
): Html | null {
  const prices = offeredPrices(sandbox, configuration, subscription);
  if (prices.length === 0 || subscription.ended_at !== null) return null;
  const name = (price: Price) => sandbox.store.find("product", price.product)?.name ?? price.id;
  const cost = (price: Price) =>
    `${formatMoney(price.unit_amount ?? 0, price.currency, locale)} ${texts.every[price.recurring?.interval ?? ""] ?? ""}`;
  const price = prices.find(({ id }) => id === chosen);
  const preview = price && previewSwitch(sandbox, subscription, price, configuration.features.subscription_update);
  return html`<h3>${texts.switchPlan}</h3>
<ul class="chips">${prices.map(
    (one) =>
      html`<li><a href="?price=${one.id}"${one.id === chosen && html` aria-current="true"`}>${name(one)}, ${cost(one)}</a></li>`,
  )}</ul>
${
  price &&
  preview &&
  html`<form method="post"><input type="hidden" name="subscription" value="${subscription.id}">
<input type="hidden" name="price" value="${price.id}">
${preview.invoice.lines.data.map(
  (line) =>
    html`<div class="row"><span>${line.description}</span><span>${formatMoney(line.amount, line.currency, locale)}</span></div>`,
)}
<div class="row total"><span>${preview.isNow ? texts.dueToday : texts.dueOn(formatDate(preview.invoice.period_end, locale))}</span>
<span>${formatMoney(preview.invoice.amount_due, preview.invoice.currency, locale)}</span></div>
<button class="main" type="submit" name="action" value="switch">${texts.confirmSwitch}</button></form>`
}`;
}
