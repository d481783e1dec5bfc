import type Stripe from "stripe";
import { createPrice } from "./shop";

export const day = 86_400;

export function seconds(iso: string): number {
  return Date.parse(iso) / 1_000;
}

/** A customer with a card that pays, on a test clock that stands at `at`. */
export async function payerOnClock(stripe: Stripe, at: string, card = "pm_card_visa") {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: seconds(at) });
  const customer = await stripe.customers.create({
    test_clock: clock.id,
    payment_method: card,
    invoice_settings: { default_payment_method: card },
  });
  return { clock, customer };
}

/** Advances a test clock and waits until it has arrived. */
export async function advance(stripe: Stripe, clock: string, to: string): Promise<void> {
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: seconds(to) });
  while ((await stripe.testHelpers.testClocks.retrieve(clock)).status !== "ready") await Promise.resolve();
}

export async function monthly(
  stripe: Stripe,
  customer: string,
  amount: number,
  more: Partial<Stripe.SubscriptionCreateParams> = {},
) {
  const price = await createPrice(stripe, { amount });
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: price.id }], ...more });
  const item = subscription.items.data[0]?.id ?? "";
  return { price, subscription, item };
}
