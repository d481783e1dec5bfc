import Stripe from "stripe";
import type {
  ChargeFacts,
  CheckoutFacts,
  DisputeFacts,
  ObservedBilling,
  SubscriptionFacts,
} from "@/lib/billing/internal/sync/decide-billing-change";
import {
  type ForeseenPayment,
  isNextPaymentDue,
  isPlainlyPriced,
  readPreview,
  readRefusedPreview,
} from "@/lib/billing/internal/sync/next-payment";
import {
  invoicesByPayment,
  openPaymentIntent,
  type PriceBook,
  pricedAs,
  productId,
  toChargeFacts,
  toDisputeFacts,
  toInvoiceFacts,
  toInvoiceLineFacts,
  toSubscriptionFacts,
  waitsForPayer,
} from "@/lib/billing/internal/sync/stripe-facts";
import { planOfProduct } from "@/lib/catalog/stripe-names";
import { mapConcurrently } from "@/lib/core/concurrency";
import { AppError } from "@/lib/core/errors";
import { settleAll } from "@/lib/core/settle-all";
import { clock } from "@/lib/platform/clock";
import { logger } from "@/lib/platform/logger";
import { isMissingAtStripe, stripe, stripeUnavailable } from "@/lib/platform/stripe";

/** How many requests of one kind are under way for one customer: Stripe refuses those who ask for too much at once. */
const concurrency = 5;

/**
 * Everything Stripe holds about a customer that our rows depend on: all subscriptions (ended ones too), all invoices
 * with their lines, all charges with their disputes, and the checkouts that were open when we last looked. Call it while holding the
 * customer's lease: no request is left running when it fails. A customer who was deleted at Stripe has nothing.
 * @throws AppError `stripe_unavailable`; `unavailable` when Stripe does not know the customer at all
 */
export async function readCustomerFromStripe(customer: string, openCheckouts: string[]): Promise<ObservedBilling> {
  return orUnavailable(() => read(customer, openCheckouts));
}

/** One payment as Stripe has it now, without the invoice that it paid. @throws AppError `stripe_unavailable` */
export async function readChargeFromStripe(stripeChargeId: string): Promise<ChargeFacts> {
  return orUnavailable(async () => toChargeFacts(await stripe().charges.retrieve(stripeChargeId), new Map()));
}

/** A customer's subscriptions as Stripe has them now, without their plans. @throws AppError `stripe_unavailable` */
export async function readSubscriptionsFromStripe(customer: string): Promise<SubscriptionFacts[]> {
  const subscriptions = await orUnavailable(() => readSubscriptions(customer));
  return subscriptions.flatMap((subscription) =>
    toSubscriptionFacts(subscription, { prices: new Map(), plans: new Map() }),
  );
}

/** Whatever the reason, e.g. a key that is no longer valid: reading changes nothing, and is tried again. */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Stripe.errors.StripeError ? stripeUnavailable(error) : error;
  }
}

const readSubscriptions = (customer: string) =>
  readAll(() => stripe().subscriptions.list({ customer, status: "all", limit: 100 }));

async function read(customer: string, openCheckouts: string[]): Promise<ObservedBilling> {
  const [payer, subscriptions, invoices, charges, hasPending, checkouts] = await settleAll([
    readPayer(customer),
    readSubscriptions(customer),
    readAll(() => stripe().invoices.list({ customer, limit: 100, expand: ["data.payments"] })),
    readAll(() => stripe().charges.list({ customer, limit: 100 })),
    readHasPending(customer),
    settleAll(openCheckouts.map(readCheckout)),
  ]);
  const [linesByInvoice, disputes, stalled, foreseen] = await settleAll([
    mapConcurrently(invoices, concurrency, readLines),
    readDisputes(charges),
    readStalled(invoices),
    payer.deleted ? new Map() : readForeseen(payer, subscriptions, hasPending),
  ]);
  const lines = linesByInvoice.flat();
  const book = await readPriceBook(
    subscriptions,
    lines.map(({ line }) => line),
  );
  const payments = invoicesByPayment(invoices);
  const isDeleted = payer.deleted === true;
  return {
    readAt: clock.now(),
    isDeleted,
    subscriptions: subscriptions.flatMap((one) => toSubscriptionFacts(one, book, foreseen.get(one.id))),
    invoices: invoices.map((invoice) => toInvoiceFacts(invoice, stalled)),
    invoiceLines: lines.map(({ stripeInvoiceId, line }) => toInvoiceLineFacts(stripeInvoiceId, line, book)),
    charges: charges.map((charge) => toChargeFacts(charge, payments)),
    disputes,
    // The page of a deleted customer can't be paid, whatever it says.
    checkouts: isDeleted ? checkouts.map(closed) : checkouts,
  };
}

/**
 * The customer, of whom Stripe keeps saying so when they were deleted. A customer that Stripe never heard of is another
 * thing: our key is of another account, or of test instead of live, and nobody must lose anything by that.
 */
async function readPayer(customer: string): Promise<Stripe.Customer | Stripe.DeletedCustomer> {
  try {
    return await stripe().customers.retrieve(customer);
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

type Line = { stripeInvoiceId: string; line: Stripe.InvoiceLineItem };

/** An invoice brings its first ten lines along; only a longer one is asked about again. */
async function readLines({ id, lines }: Stripe.Invoice): Promise<Line[]> {
  const all = lines.has_more ? await readAll(() => stripe().invoices.listLineItems(id, { limit: 100 })) : lines.data;
  return all.map((line) => ({ stripeInvoiceId: id, line }));
}

/** A charge says only that it was disputed. Few ever are, so that hardly anybody's look costs a request for it. */
async function readDisputes(charges: Stripe.Charge[]): Promise<DisputeFacts[]> {
  const disputed = charges.filter((charge) => charge.disputed);
  const disputes = await mapConcurrently(disputed, concurrency, ({ id: charge }) =>
    readAll(() => stripe().disputes.list({ charge, limit: 100 })),
  );
  return disputes.flat().map(toDisputeFacts);
}

/** The invoices whose payment waits for its payer. Few customers owe anything, so few syncs cost a request for it. */
async function readStalled(invoices: Stripe.Invoice[]): Promise<Set<string>> {
  const begun = invoices.flatMap((invoice) => {
    const intent = openPaymentIntent(invoice);
    return intent ? [{ invoice: invoice.id, intent }] : [];
  });
  const stalled = await mapConcurrently(begun, concurrency, async ({ invoice, intent }) =>
    (await isStalled(intent)) ? [invoice] : [],
  );
  return new Set(stalled.flat());
}

async function isStalled(intent: string): Promise<boolean> {
  try {
    return waitsForPayer(await stripe().paymentIntents.retrieve(intent));
  } catch (error) {
    if (isMissingAtStripe(error) || error instanceof Stripe.errors.StripePermissionError) return false;
    throw error;
  }
}

/** Whether something waits to be put on the next invoice, e.g. for seats that were added at Stripe in between. */
async function readHasPending(customer: string): Promise<boolean> {
  try {
    return (await stripe().invoiceItems.list({ customer, pending: true, limit: 1 })).data.length > 0;
  } catch (error) {
    if (isMissingAtStripe(error) || error instanceof Stripe.errors.StripePermissionError) return false;
    throw error;
  }
}

/** The next payments that price and seats alone don't tell, by subscription: few have any. */
async function readForeseen(
  payer: Stripe.Customer,
  subscriptions: Stripe.Subscription[],
  hasPending: boolean,
): Promise<Map<string, ForeseenPayment>> {
  const unclear = subscriptions.filter((one) => isNextPaymentDue(one) && (hasPending || !isPlainlyPriced(one, payer)));
  return new Map(
    await mapConcurrently(unclear, concurrency, async (one) => [one.id, await readNextPayment(one)] as const),
  );
}

/** The rest of the look is worth as much where Stripe won't say. */
async function readNextPayment(subscription: Stripe.Subscription): Promise<ForeseenPayment> {
  try {
    return readPreview(subscription, await stripe().invoices.createPreview({ subscription: subscription.id }));
  } catch (error) {
    const { StripeInvalidRequestError, StripePermissionError } = Stripe.errors;
    if (!(error instanceof StripeInvalidRequestError || error instanceof StripePermissionError)) throw error;
    const foreseen = readRefusedPreview(error.code);
    // Not its text, which quotes a part of the key.
    const { type, requestId } = error;
    if (foreseen.isComing) logger().warn({ subscription: subscription.id, type, requestId }, "no preview");
    return foreseen;
  }
}

/**
 * The prices of these subscriptions and lines, and the plan of each product, from the product's metadata. Expansion
 * stops one level short of both. Subscriptions bring their prices along, so that only former ones are asked about.
 */
async function readPriceBook(
  subscriptions: Stripe.Subscription[],
  lines: Stripe.InvoiceLineItem[],
): Promise<PriceBook> {
  const current = subscriptions.flatMap(({ items }) => items.data.map(({ price }) => price));
  const known = new Map(current.map((price) => [price.id, price]));
  const priced = lines.flatMap((line) => pricedAs(line) ?? []);
  const former = new Set(priced.map(({ price }) => price).filter((id) => !known.has(id)));
  const products = new Set([...current.map(productId), ...priced.map(({ product }) => product)]);
  const [prices, plans] = await settleAll([
    mapConcurrently([...former], concurrency, (id) => stripe().prices.retrieve(id)),
    mapConcurrently([...products], concurrency, async (id) => {
      const product = await stripe().products.retrieve(id);
      return [id, planOfProduct(product.metadata)] as const;
    }),
  ]);
  return { prices: new Map([...known, ...prices.map((price) => [price.id, price] as const)]), plans: new Map(plans) };
}
