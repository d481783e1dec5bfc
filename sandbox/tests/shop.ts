import Stripe from "stripe";
import type { RunningSandbox } from "../testing/start-sandbox";

/** The unmodified SDK, pointed at a sandbox. */
export function sdk(sandbox: { url: string }, key = "sk_test_sandbox"): Stripe {
  const { hostname, port } = new URL(sandbox.url);
  return new Stripe(key, {
    host: hostname,
    port: Number(port),
    protocol: "http",
    telemetry: false,
    maxNetworkRetries: 0,
  });
}

export async function createPrice(stripe: Stripe, options: { amount?: number; interval?: "month" | "year" } = {}) {
  const product = await stripe.products.create({ name: "Pro" });
  return stripe.prices.create({
    product: product.id,
    currency: "eur",
    unit_amount: options.amount ?? 900,
    recurring: { interval: options.interval ?? "month" },
  });
}

export type Subscribe = { trialDays?: number; card?: string; amount?: number; interval?: "month" | "year" };

/** A customer who went through the hosted checkout. */
export async function subscribe(sandbox: RunningSandbox, stripe: Stripe, options: Subscribe = {}) {
  const price = await createPrice(stripe, options);
  const customer = await stripe.customers.create({ email: "ada@example.com" });
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: "http://127.0.0.1:1/done?s={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:1/pricing",
    ...(options.trialDays ? { subscription_data: { trial_period_days: options.trialDays } } : {}),
  });
  await sandbox.payCheckout(session.url ?? "", { card: options.card });
  const [subscription] = (await stripe.subscriptions.list({ customer: customer.id, status: "all" })).data;
  if (!subscription) throw new Error("The checkout made no subscription");
  return { price, customer, session, subscription };
}

/** Types of the events since the beginning, oldest first. */
export async function eventTypes(stripe: Stripe): Promise<string[]> {
  const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
  return events.reverse().map((event) => event.type);
}
