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

/** A price that a customer may have, and how many of it; null where the number stays as it is. */
type Offer = { price: Price; quantity: { min: number; max: number } | null };
/** What a customer chose of an offer. */
type Choice = { price: Price; quantity: number };

/** The largest number that Stripe's portal takes where the configuration names none. */
const maxQuantity = 999_999;

/** How the configuration wants a switch to be prorated. */
function prorationOf({ proration_behavior: wanted }: Update): ProrationBehavior {
  if (wanted === "always_invoice") return "always_invoice";
  return wanted === "create_prorations" ? "create_prorations" : "none";
}

/** What a trial that runs becomes with a switch, as the configuration says; undefined where none runs. */
function trialEndOf(subscription: Subscription, { trial_update_behavior: wanted }: Update): number | "now" | undefined {
  if (subscription.status !== "trialing") return undefined;
  return wanted === "continue_trial" ? (subscription.trial_end ?? undefined) : "now";
}

/** What a subscription may be changed to: the configuration's prices in its currency, and other numbers of its own. */
function offersOf(sandbox: Sandbox, { features }: PortalConfiguration, subscription: Subscription): Offer[] {
  const { enabled, default_allowed_updates: allowed, products } = features.subscription_update;
  const [item] = subscription.items.data;
  if (!enabled || !item || subscription.items.data.length !== 1) return [];
  return (products ?? [])
    .flatMap(({ prices, adjustable_quantity: range }) =>
      prices.flatMap((id) => {
        const price = sandbox.store.find("price", id);
        const isAdjustable = allowed.includes("quantity") && range.enabled;
        const quantity = isAdjustable ? { min: range.minimum, max: range.maximum ?? maxQuantity } : null;
        return price ? [{ price, quantity }] : [];
      }),
    )
    .filter(({ price }) => price.active && price.currency === subscription.currency)
    .filter(({ price, quantity }) =>
      price.id === item.price.id ? quantity !== null && quantity.min < quantity.max : allowed.includes("price"),
    );
}

/** What was chosen, or null where it is not on offer or is what the customer has. */
export function readChoice(
  sandbox: Sandbox,
  configuration: PortalConfiguration,
  subscription: Subscription,
  form: URLSearchParams,
): Choice | null {
  const offer = offersOf(sandbox, configuration, subscription).find(({ price }) => price.id === form.get("price"));
  const [item] = subscription.items.data;
  if (!offer || !item) return null;
  const quantity = toQuantity(offer, form.get("quantity"), item.quantity ?? 1);
  const isSame = offer.price.id === item.price.id && quantity === item.quantity;
  return isSame ? null : { price: offer.price, quantity };
}

/** The number that was asked for, or the one that a customer has, within what the offer allows. */
function toQuantity({ quantity: range }: Offer, asked: string | null, current: number): number {
  if (!range) return current;
  const wanted = asked !== null && /^\d{1,6}$/.test(asked) ? Number(asked) : current;
  return Math.min(Math.max(wanted, range.min), range.max);
}

/** Puts a subscription's one item on what was chosen. Returns the invoice that is due at once, as a draft, or null. */
export function switchTo(tx: Tx, subscription: Subscription, { price, quantity }: Choice, update: Update) {
  return changeSubscription(tx, subscription, {
    items: subscription.items.data.map((item) => ({ id: item.id, price, quantity })),
    prorationBehavior: prorationOf(update),
    trialEnd: trialEndOf(subscription, update),
  });
}

/** The invoice that a switch would lead to, and whether it would be due at once. Nothing of it is kept. */
function previewSwitch(sandbox: Sandbox, subscription: Subscription, choice: Choice, update: Update) {
  return sandbox.change(byCustomer, (outer) =>
    outer.store.undoing((): { invoice: Invoice; isNow: boolean } => {
      const tx = outer.on(subscription.test_clock);
      const { subscription: changed, draft } = switchTo(tx, subscription, choice, update);
      return { invoice: draft ?? draftRenewal(tx, changed).draft, isNow: draft !== null };
    }),
  );
}

/** The plans to switch to, each a link to its preview; a preview carries the button that switches. */
export function plansPart(
  sandbox: Sandbox,
  configuration: PortalConfiguration,
  subscription: Subscription,
  query: URLSearchParams,
  texts: Texts,
  locale: string,
): Html | null {
  const offers = offersOf(sandbox, configuration, subscription);
  const [item] = subscription.items.data;
  if (offers.length === 0 || !item || subscription.ended_at !== null) return null;
  const name = (price: Price) => sandbox.store.find("product", price.product)?.name ?? price.id;
  const cost = (price: Price) =>
    `${formatMoney(price.unit_amount ?? 0, price.currency, locale)} ${texts.every[price.recurring?.interval ?? ""] ?? ""}`;
  const label = (price: Price) => `${name(price)}, ${price.id === item.price.id ? texts.changeQuantity : cost(price)}`;
  const offer = offers.find(({ price }) => price.id === query.get("price"));
  const choice = readChoice(sandbox, configuration, subscription, query);
  const preview = choice && previewSwitch(sandbox, subscription, choice, configuration.features.subscription_update);
  return html`<h3>${texts.switchPlan}</h3>
<ul class="chips">${offers.map(
    ({ price }) =>
      html`<li><a href="?price=${price.id}"${price === offer?.price && html` aria-current="true"`}>${label(price)}</a></li>`,
  )}</ul>
${offer && quantityForm(offer, choice?.quantity ?? item.quantity ?? 1, texts)}
${
  choice &&
  preview &&
  html`<form method="post"><input type="hidden" name="subscription" value="${subscription.id}">
<input type="hidden" name="price" value="${choice.price.id}"><input type="hidden" name="quantity" value="${choice.quantity}">
${preview.invoice.lines.data.map(
  (line) =>
    html`<div class="row"><span>${line.description}</span><span>${formatMoney(line.amount, line.currency, locale)}</span></div>`,
)}
<div class="row total"><span>${preview.isNow ? texts.dueToday : texts.dueOn(formatDate(preview.invoice.period_end, locale))}</span>
<span>${formatMoney(preview.invoice.amount_due, preview.invoice.currency, locale)}</span></div>
<button class="main" type="submit" name="action" value="switch">${texts.confirmSwitch}</button></form>`
}`;
}

/** Asks how many, where more than one number is possible, and leads to what that costs. */
function quantityForm({ price, quantity: range }: Offer, chosen: number, texts: Texts): Html | null {
  if (!range || range.min === range.max) return null;
  return html`<form method="get"><input type="hidden" name="price" value="${price.id}">
<label>${texts.quantity} <input type="number" name="quantity" required min="${range.min}" max="${range.max}" value="${chosen}"></label>
<button type="submit">${texts.showAmount}</button></form>`;
}
