import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { InvoiceItem, InvoiceLine, Price, Subscription, SubscriptionItem } from "../core/wire";

/** The line that bills one item of a subscription for the period it is in; a trial's line is for zero. */
export function subscriptionLine(
  tx: Tx,
  invoice: string,
  subscription: Subscription,
  item: SubscriptionItem,
  isTrial: boolean,
): InvoiceLine {
  const quantity = item.quantity ?? 1;
  const amount = isTrial ? 0 : (item.price.unit_amount ?? 0) * quantity;
  const name = tx.get("product", item.price.product).name;
  return {
    ...emptyLine(invoice, subscription.currency, amount),
    description: isTrial ? `Free trial for ${quantity} × ${name}` : `${quantity} × ${name} (${priceLabel(item.price)})`,
    metadata: subscription.metadata,
    parent: {
      type: "subscription_item_details",
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: subscription.id,
        subscription_item: item.id,
      },
    },
    period: { start: item.current_period_start, end: item.current_period_end },
    pricing: {
      price_details: { price: item.price.id, product: item.price.product },
      type: "price_details",
      unit_amount_decimal: isTrial ? "0" : String(item.price.unit_amount ?? 0),
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: subscription.id,
  };
}

/** The line that an invoice item becomes on the invoice that takes it in. */
export function itemLine(invoice: string, item: InvoiceItem): InvoiceLine {
  const subscription = item.parent?.subscription_details?.subscription ?? null;
  const subscriptionItem = item.parent?.subscription_details?.subscription_item;
  const proration_details = item.proration ? { credited_items: null } : null;
  const { proration } = item;
  return {
    ...emptyLine(invoice, item.currency, item.amount),
    id: item.id.replace(/^ii_/, "il_"),
    description: item.description,
    discountable: item.discountable,
    metadata: item.metadata ?? {},
    parent: subscriptionItem
      ? {
          type: "subscription_item_details",
          invoice_item_details: null,
          subscription_item_details: {
            invoice_item: item.id,
            proration,
            proration_details,
            subscription,
            subscription_item: subscriptionItem,
          },
        }
      : {
          type: "invoice_item_details",
          invoice_item_details: { invoice_item: item.id, proration, proration_details, subscription },
          subscription_item_details: null,
        },
    period: item.period,
    pricing: item.pricing,
    quantity: item.quantity,
    quantity_decimal: String(item.quantity),
    subscription,
  };
}

function emptyLine(invoice: string, currency: string, amount: number) {
  return {
    id: newId("il"),
    object: "line_item" as const,
    amount,
    currency,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    pretax_credit_amounts: [],
    subtotal: amount,
    taxes: [],
  };
}

const formats = new Map<string, Intl.NumberFormat>();
const labels = new WeakMap<Price, string>();

/** E.g. "at €9.00 / month". */
function priceLabel(price: Price): string {
  const known = labels.get(price);
  if (known !== undefined) return known;
  const format =
    formats.get(price.currency) ?? new Intl.NumberFormat("en", { style: "currency", currency: price.currency });
  formats.set(price.currency, format);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const every = price.recurring ? ` / ${price.recurring.interval}` : "";
  const label = `at ${format.format((price.unit_amount ?? 0) / 10 ** digits)}${every}`;
  labels.set(price, label);
  return label;
}
