import type Stripe from "stripe";
import { type ListedPrice, listedAmount } from "@/lib/billing/internal/sync/price-amount";
import { isRenewing, toSubscriptionStatus } from "@/lib/billing/subscription-status";

/** What is charged when a subscription's period ends, in minor units; null where nobody knows before the invoice is written. */
export type ForeseenPayment = { isComing: boolean; amountMinor: number | null };

export const nothingComes: ForeseenPayment = { isComing: false, amountMinor: null };
const amountUnknown: ForeseenPayment = { isComing: true, amountMinor: null };

type Item = {
  current_period_end: number;
  discounts: readonly unknown[];
  price: ListedPrice;
  tax_rates?: readonly unknown[] | null;
};
type Renewing = Pick<Stripe.Subscription, "status" | "cancel_at" | "cancel_at_period_end" | "pause_collection"> & {
  items: { data: readonly Item[] };
};

/** Whether anything is charged when the period ends, as far as the subscription itself says. */
export function isNextPaymentDue({
  status,
  cancel_at,
  cancel_at_period_end,
  pause_collection,
  items,
}: Renewing): boolean {
  if (!isRenewing(toSubscriptionStatus(status)) || cancel_at_period_end) return false;
  const isOver = (at: number | null) => at !== null && items.data.every((item) => at <= item.current_period_end);
  return !isOver(cancel_at) && (!pause_collection || isOver(pause_collection.resumes_at));
}

type Priced = Renewing & {
  currency: string;
  default_tax_rates?: readonly unknown[] | null;
  discounts: readonly unknown[];
  schedule: unknown;
};

/**
 * Whether price times seats is all that is charged next. Anything else that may change the amount,
 * of the subscription or of its payer, makes it a question for Stripe.
 */
export function isPlainlyPriced(
  { items, currency, discounts, default_tax_rates, schedule, cancel_at }: Priced,
  payer: { balance: number; discount?: unknown },
): boolean {
  const [item, another] = items.data;
  if (!item || another || listedAmount(item.price, currency) === null) return false;
  if (schedule !== null || cancel_at !== null || payer.balance !== 0 || payer.discount) return false;
  return [discounts, default_tax_rates, item.discounts, item.tax_rates].every((list) => !list?.length);
}

/** What a preview says of the payment when the period ends: nothing of the amount where it is of another day or currency. */
export function readPreview(
  { currency, items }: Pick<Priced, "currency" | "items">,
  preview: Pick<Stripe.Invoice, "currency" | "amount_due"> & {
    lines: { data: Pick<Stripe.InvoiceLineItem, "period">[] };
  },
): ForeseenPayment {
  const [periodEnd, another] = new Set(items.data.map((item) => item.current_period_end));
  const isOfThen = preview.lines.data.some(({ period }) => period.start === periodEnd || period.end === periodEnd);
  return isOfThen && another === undefined && preview.currency === currency
    ? { isComing: true, amountMinor: preview.amount_due }
    : amountUnknown;
}

/** What a refused preview says: that nothing comes, or, e.g. of a key that may not ask, nothing of the amount. */
export function readRefusedPreview(code: string | undefined): ForeseenPayment {
  return code === "invoice_upcoming_none" ? nothingComes : amountUnknown;
}
