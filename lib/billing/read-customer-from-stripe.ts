import Stripe from "stripe";
import type { InvoiceStatus } from "@/generated/prisma/enums";
import type {
  CheckoutFacts,
  InvoiceFacts,
  ObservedBilling,
  SubscriptionFacts,
} from "@/lib/billing/decide-billing-change";
import { toSubscriptionStatus } from "@/lib/billing/subscription-status";
import type { PaidPlanKey } from "@/lib/catalog/plans";
import { type Interval, intervals } from "@/lib/catalog/prices";
import { planOfProduct, stripeMetadata } from "@/lib/catalog/stripe-names";
import { AppError } from "@/lib/core/errors";
import { fromUnixSeconds } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { isMissingAtStripe, stripe, stripeUnavailable } from "@/lib/platform/stripe";

/**
 * Everything Stripe holds about a customer that our rows depend on: all subscriptions (ended ones too), all invoices,
 * and the checkouts that were open when we last looked. Call it while holding the customer's lease. A customer who was
 * deleted at Stripe has nothing.
 * @throws AppError `stripe_unavailable`; `unavailable` when Stripe does not know the customer at all
 */
export async function readCustomerFromStripe(customer: string, openCheckouts: string[]): Promise<ObservedBilling> {
  try {
    return await read(customer, openCheckouts);
  } catch (error) {
    // Whatever the reason, e.g. a key that is no longer valid: reading changes nothing, and is tried again.
    throw error instanceof Stripe.errors.StripeError ? stripeUnavailable(error) : error;
  }
}

async function read(customer: string, openCheckouts: string[]): Promise<ObservedBilling> {
  const [isDeleted, subscriptions, invoices, checkouts] = await Promise.all([
    readIsDeleted(customer),
    readAll(() => stripe().subscriptions.list({ customer, status: "all", limit: 100 })),
    readAll(() => stripe().invoices.list({ customer, limit: 100 })),
    Promise.all(openCheckouts.map(readCheckout)),
  ]);
  const plans = await readPlans(subscriptions);
  return {
    readAt: clock.now(),
    isDeleted,
    subscriptions: subscriptions.flatMap((subscription) => toSubscriptionFacts(subscription, plans)),
    invoices: invoices.flatMap(toInvoiceFacts),
    // The page of a deleted customer can't be paid, whatever it says.
    checkouts: isDeleted ? checkouts.map(closed) : checkouts,
  };
}

/**
 * True when the customer was deleted at Stripe, which keeps saying so. A customer that Stripe never heard of is another
 * thing: our key is of another account, or of test instead of live, and nobody must lose anything by that.
 */
async function readIsDeleted(customer: string): Promise<boolean> {
  try {
    return (await stripe().customers.retrieve(customer)).deleted === true;
  } catch (cause) {
    if (!isMissingAtStripe(cause)) throw cause;
    throw new AppError("unavailable", "The payment service does not know this customer. Nothing was changed.", {
      cause,
    });
  }
}

function closed({ stripeSessionId, state }: CheckoutFacts): CheckoutFacts {
  return { stripeSessionId, state: state === "open" ? "expired" : state };
}

/** Every page of a list; nothing where Stripe has none for the customer any more. */
async function readAll<T>(list: () => AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  try {
    for await (const item of list()) found.push(item);
  } catch (error) {
    if (!isMissingAtStripe(error)) throw error;
  }
  return found;
}

const checkoutStates = ["open", "complete"] as const;

async function readCheckout(stripeSessionId: string): Promise<CheckoutFacts> {
  try {
    const { status } = await stripe().checkout.sessions.retrieve(stripeSessionId);
    const state = checkoutStates.find((known) => known === status) ?? "expired";
    return { stripeSessionId, state };
  } catch (error) {
    if (isMissingAtStripe(error)) return { stripeSessionId, state: "expired" };
    throw error;
  }
}

/** The plan of each product that these subscriptions are for, from the product's metadata. Expansion stops one level short of it. */
async function readPlans(subscriptions: Stripe.Subscription[]): Promise<Map<string, PaidPlanKey | null>> {
  const ids = new Set(subscriptions.flatMap(({ items }) => items.data.map(({ price }) => productId(price))));
  return new Map(
    await Promise.all(
      [...ids].map(async (id) => {
        const product = await stripe().products.retrieve(id);
        return [id, planOfProduct(product.metadata)] as const;
      }),
    ),
  );
}

function productId(price: Stripe.Price): string {
  return typeof price.product === "string" ? price.product : price.product.id;
}

/** Of several items the first whose plan the catalogue knows; a subscription without items is of no use to anyone. */
function toSubscriptionFacts(
  subscription: Stripe.Subscription,
  plans: Map<string, PaidPlanKey | null>,
): SubscriptionFacts[] {
  const items = subscription.items.data;
  const item = items.find(({ price }) => plans.get(productId(price))) ?? items[0];
  if (!item) return [];
  const { price } = item;
  return [
    {
      stripeSubscriptionId: subscription.id,
      stripePriceId: price.id,
      status: toSubscriptionStatus(subscription.status),
      stripeStatus: subscription.status,
      planKey: plans.get(productId(price)) ?? null,
      priceKey: price.metadata[stripeMetadata.priceKey] ?? null,
      interval: toInterval(price.recurring),
      currency: price.currency,
      amountMinor: price.unit_amount ?? 0,
      quantity: item.quantity ?? 1,
      startedAt: fromUnixSeconds(subscription.start_date),
      trialEndsAt: toInstant(subscription.trial_end),
      currentPeriodStart: fromUnixSeconds(item.current_period_start),
      currentPeriodEnd: fromUnixSeconds(item.current_period_end),
      cancelAtPeriodEnd: subscription.cancel_at_period_end,
      cancelAt: toInstant(subscription.cancel_at),
      canceledAt: toInstant(subscription.canceled_at),
      endedAt: toInstant(subscription.ended_at),
    },
  ];
}

function toInterval(recurring: Stripe.Price.Recurring | null): Interval | null {
  if (recurring?.interval_count !== 1) return null;
  return intervals.find((interval) => interval === recurring.interval) ?? null;
}

/** A draft can still change and is nobody's business yet, but it shows what the next charge will be. */
function toInvoiceFacts(invoice: Stripe.Invoice): InvoiceFacts[] {
  if (!invoice.id) return [];
  const subscription = invoice.parent?.subscription_details?.subscription ?? null;
  // The invoice's own period is when items were gathered; what the customer pays for is the line's.
  const period = invoice.lines.data[0]?.period ?? { start: invoice.period_start, end: invoice.period_end };
  return [
    {
      stripeInvoiceId: invoice.id,
      stripeSubscriptionId: typeof subscription === "string" ? subscription : (subscription?.id ?? null),
      number: invoice.number,
      status: toInvoiceStatus(invoice.status),
      currency: invoice.currency,
      totalMinor: invoice.total,
      amountDueMinor: invoice.amount_due,
      amountPaidMinor: invoice.amount_paid,
      attemptCount: invoice.attempt_count,
      nextPaymentAttemptAt: toInstant(invoice.next_payment_attempt),
      issuedAt: fromUnixSeconds(invoice.created),
      periodStart: fromUnixSeconds(period.start),
      periodEnd: fromUnixSeconds(period.end),
      paidAt: toInstant(invoice.status_transitions.paid_at),
      hostedUrl: invoice.hosted_invoice_url ?? null,
    },
  ];
}

const invoiceStatuses = ["draft", "open", "paid", "uncollectible", "void"] as const satisfies InvoiceStatus[];

/** A status that this version does not know is shown as a draft: neither paid nor asked for. */
function toInvoiceStatus(status: string | null): InvoiceStatus {
  return invoiceStatuses.find((known) => known === status) ?? "draft";
}

function toInstant(seconds: number | null): Date | null {
  return seconds === null ? null : fromUnixSeconds(seconds);
}
