import { decideNextPeriodEnd } from "../core/decide-period";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Invoice, Price, ProrationBehavior, Subscription, SubscriptionItem } from "../core/wire";
import { planOf } from "../resources/prices";
import { draftInvoice, pendingItems } from "./create-invoice";
import { decideProration } from "./decide-proration";
import { intervalOf, newItem, planTrialNotice } from "./draft-subscription";
import { createInvoiceItem } from "./invoice-items";
import { currentPeriodEnd } from "./renew-subscription";

const day = 86_400;

export type ItemChange = {
  /** The item that is changed; left out, an item is added. */
  id?: string;
  deleted?: boolean;
  price?: Price;
  quantity?: number;
  metadata?: Record<string, string>;
};

export type SubscriptionChange = {
  items?: ItemChange[];
  /** Whether a new cycle starts now. It does in any case when the interval changes or a trial starts or ends. */
  resetsCycle?: boolean;
  /** A trial until then (Unix seconds), or "now" to end one. */
  trialEnd?: number | "now";
  prorationBehavior: ProrationBehavior;
  /** The moment that prorations are counted from; left out, now. */
  prorationDate?: number;
  /** Other fields that change with it, told by the same event. */
  fields?: Partial<Subscription>;
  /** The subscription is returned as it would be, and not written: only what it costs is. */
  holdsBack?: boolean;
};

/**
 * Changes what a subscription consists of. What the change costs waits as prorations for the next invoice
 * (`create_prorations`), is billed at once (`always_invoice`) or is left out (`none`); a cycle that starts anew is always
 * billed at once. Returns that invoice as a draft, or null.
 */
export function changeSubscription(
  tx: Tx,
  before: Subscription,
  change: SubscriptionChange,
): { subscription: Subscription; draft: Invoice | null } {
  const changed = changedItems(tx, before, change.items ?? []);
  const trialEnd = change.trialEnd === "now" ? null : (change.trialEnd ?? null);
  const endsTrial = change.trialEnd === "now" && before.status === "trialing";
  const otherInterval = intervalKey(before.items.data[0]) !== intervalKey(changed[0]);
  const resets = Boolean(change.resetsCycle) || endsTrial || trialEnd !== null || otherInterval;
  const staysInTrial = before.status === "trialing" && !endsTrial;
  const anchor = trialEnd ?? tx.now;
  const items = resets
    ? changed.map((item) => ({
        ...item,
        current_period_start: tx.now,
        current_period_end: trialEnd ?? decideNextPeriodEnd(anchor, intervalOf(item.price), tx.now),
      }))
    : changed;
  const prorates = change.prorationBehavior !== "none" && !staysInTrial && before.status !== "trialing";
  const at = change.prorationDate ?? tx.now;
  const prorations = prorates ? decideProrations(before.items.data, items, { at, resets }) : [];
  const bills = resets || (change.prorationBehavior === "always_invoice" && prorations.length > 0);
  const id = newId("in");
  const changes: Partial<Subscription> = {
    ...change.fields,
    items: { ...before.items, data: items },
    ...(resets ? { billing_cycle_anchor: anchor } : {}),
    ...(trialEnd ? { status: "trialing", trial_start: before.trial_start ?? tx.now, trial_end: trialEnd } : {}),
    ...(endsTrial ? { status: "active", trial_end: tx.now } : {}),
    ...(bills ? { latest_invoice: id } : {}),
  };
  const subscription = change.holdsBack
    ? { ...before, ...changes }
    : tx.update("subscription", before, changes, "customer.subscription.updated");
  if (trialEnd && !change.holdsBack) planTrialNotice(tx, subscription);
  const customer = tx.get("customer", before.customer);
  for (const proration of prorations) writeProration(tx, subscription, proration, at);
  if (!bills) return { subscription, draft: null };
  const draft = draftInvoice(tx, {
    id,
    customer,
    currency: subscription.currency,
    reason: "subscription_update",
    subscription,
    bills: resets ? (trialEnd ? "trial" : "items") : "nothing",
    pending: pendingItems(tx, customer.id, subscription.currency, subscription.id),
    period: { start: before.items.data[0]?.current_period_start ?? tx.now, end: currentPeriodEnd(before) },
    autoAdvance: true,
    collectionMethod: subscription.collection_method,
    dueDate: subscription.days_until_due === null ? null : tx.now + subscription.days_until_due * day,
  });
  return { subscription, draft };
}

function changedItems(tx: Tx, before: Subscription, changes: ItemChange[]): SubscriptionItem[] {
  const kept = before.items.data.flatMap((item) => {
    const change = changes.find(({ id }) => id === item.id);
    if (!change) return [item];
    if (change.deleted) return [];
    const price = change.price ?? item.price;
    const { quantity = item.quantity, metadata = item.metadata } = change;
    return [{ ...item, price, plan: planOf(price), quantity, metadata }];
  });
  const [model] = before.items.data;
  const [start, end] = [model?.current_period_start ?? tx.now, model?.current_period_end ?? tx.now];
  const added = changes.flatMap(({ id, price, quantity = 1, metadata }) =>
    id || !price ? [] : [newItem(tx, before.id, { price, quantity, metadata }, start, end)],
  );
  return [...kept, ...added];
}

type Proration = { item: SubscriptionItem; amount: number; isCredit: boolean; end: number };

/**
 * Credits the unused rest of what was there and charges the rest of what is there now, both for the same seconds. Where
 * the cycle starts anew nothing is charged here: its first period is billed whole.
 */
function decideProrations(
  before: readonly SubscriptionItem[],
  after: readonly SubscriptionItem[],
  { at, resets }: { at: number; resets: boolean },
): Proration[] {
  const prorations: Proration[] = [];
  for (const item of before) {
    const next = after.find(({ id }) => id === item.id);
    if (!resets && next && next.price.id === item.price.id && next.quantity === item.quantity) continue;
    const rest = decideProration(itemAmount(item), windowOf(item, at));
    if (rest > 0) prorations.push({ item, amount: -rest, isCredit: true, end: item.current_period_end });
  }
  if (resets) return prorations;
  for (const item of after) {
    const old = before.find(({ id }) => id === item.id);
    if (old && old.price.id === item.price.id && old.quantity === item.quantity) continue;
    const rest = decideProration(itemAmount(item), windowOf(item, at));
    if (rest > 0) prorations.push({ item, amount: rest, isCredit: false, end: item.current_period_end });
  }
  return prorations;
}

function windowOf(item: SubscriptionItem, at: number) {
  return { start: item.current_period_start, end: item.current_period_end, at };
}

function itemAmount(item: SubscriptionItem): number {
  return (item.price.unit_amount ?? 0) * (item.quantity ?? 1);
}

/** Writes one proration as an invoice item that waits. Discounts by percentage are already in its amount. */
function writeProration(
  tx: Tx,
  subscription: Subscription,
  { item, amount, isCredit, end }: Proration,
  at: number,
): void {
  const quantity = item.quantity ?? 1;
  const name = `${quantity} × ${tx.get("product", item.price.product).name}`;
  const date = new Date(at * 1_000).toISOString().slice(0, 10);
  createInvoiceItem(tx, {
    customer: tx.get("customer", subscription.customer),
    amount: afterPercentages(tx, subscription, amount),
    currency: subscription.currency,
    description: `${isCredit ? "Unused" : "Remaining"} time on ${name} after ${date}`,
    quantity,
    pricing: {
      price_details: { price: item.price.id, product: item.price.product },
      type: "price_details",
      unit_amount_decimal: String(item.price.unit_amount ?? 0),
    },
    period: { start: at, end },
    subscription: { subscription: subscription.id, subscription_item: item.id },
    proration: true,
    discountable: false,
  });
}

function afterPercentages(tx: Tx, subscription: Subscription, amount: number): number {
  return subscription.discounts.reduce((left, id) => {
    const { percent_off } = tx.get("coupon", tx.get("discount", id).source.coupon);
    return percent_off === null ? left : Math.round((left * (100 - percent_off)) / 100);
  }, amount);
}

/** Credits what is left of a subscription that ends before its period does. */
export function creditUnusedTime(tx: Tx, subscription: Subscription): void {
  for (const item of subscription.items.data) {
    const amount = -decideProration(itemAmount(item), windowOf(item, tx.now));
    if (amount < 0) {
      writeProration(tx, subscription, { item, amount, isCredit: true, end: item.current_period_end }, tx.now);
    }
  }
}

function intervalKey(item: SubscriptionItem | undefined): string {
  const { interval, interval_count } = item ? intervalOf(item.price) : { interval: "", interval_count: 0 };
  return `${interval_count} ${interval}`;
}
