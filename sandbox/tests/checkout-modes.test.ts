import type Stripe from "stripe";
import { expect, test } from "vitest";
import { inSandbox } from "./in-sandbox";
import { createPrice, eventTypes } from "./shop";

const timeout = 30_000;
const start = new Date("2026-03-02T09:00:00Z");
const success_url = "http://127.0.0.1:1/done";

async function openPayment(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const product = await stripe.products.create({ name: "Lifetime" });
  const price = await stripe.prices.create({ product: product.id, currency: "eur", unit_amount: 4_900 });
  const line_items = [{ price: price.id, quantity: 1 }];
  return stripe.checkout.sessions.create({ mode: "payment", line_items, success_url, ...more });
}

const everyMethod = { allowed_payment_method_types: ["card" as const, "ideal" as const, "sepa_debit" as const] };

test("a one-time payment needs no customer and carries what the shop wrote on its intent", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const session = await openPayment(stripe, { payment_intent_data: { metadata: { order: "7" } } });
    expect(session).toMatchObject({ amount_total: 4_900, payment_intent: null, customer: null });
    expect(await sandbox.payCheckout(session.url ?? "", { card: "4000000000000002" })).toMatchObject({
      page: expect.stringContaining('role="alert"'),
    });
    expect(await sandbox.payCheckout(session.url ?? "")).toEqual({ redirectedTo: success_url });
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "paid",
      customer: null,
      customer_details: { email: "buyer@example.com", name: "Test Buyer" },
      payment_intent: { amount_received: 4_900, metadata: { order: "7" } },
    });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  }),
);

test("a method is kept for a new customer only where the shop asked for it", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const session = await openPayment(stripe, { payment_intent_data: { setup_future_usage: "off_session" } });
    await sandbox.payCheckout(session.url ?? "");
    const { customer } = await stripe.checkout.sessions.retrieve(session.id);
    expect((await stripe.customers.listPaymentMethods(String(customer))).data).toHaveLength(1);
  }),
);

test("a direct debit completes the session unpaid and tells later whether the money came", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const [good, bad] = [await openPayment(stripe, everyMethod), await openPayment(stripe, everyMethod)];
    await sandbox.payCheckout(good.url ?? "", { iban: "NL55 RABO 0300 0652 68" });
    await sandbox.payCheckout(bad.url ?? "", { iban: "NL28RABO0300065266" });
    expect(await stripe.checkout.sessions.retrieve(good.id)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
    await sandbox.advanceBy(200);
    expect((await stripe.checkout.sessions.retrieve(good.id)).payment_status).toBe("paid");
    expect((await stripe.checkout.sessions.retrieve(bad.id)).payment_status).toBe("unpaid");
    const types = (await eventTypes(stripe)).filter((type) => type.startsWith("checkout.session."));
    expect(types).toEqual([
      "checkout.session.completed",
      "checkout.session.completed",
      "checkout.session.async_payment_succeeded",
      "checkout.session.async_payment_failed",
    ]);
  }),
);

test("iDEAL and cards that ask for it lead to the bank, and whoever refuses can try again", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const session = await openPayment(stripe, everyMethod);
    const bank = await sandbox.payCheckout(session.url ?? "", { ideal: true });
    expect(bank.redirectedTo).toContain("/authenticate/pi_");
    expect(await sandbox.authenticate(bank.redirectedTo ?? "", "refuse")).toEqual({ redirectedTo: session.url });
    expect(await (await fetch(session.url ?? "")).text()).toContain('role="alert"');
    const again = await sandbox.payCheckout(session.url ?? "", { card: "4000002760003184" });
    expect(await sandbox.authenticate(again.redirectedTo ?? "", "agree")).toEqual({ redirectedTo: success_url });
    // A second click on the bank's page pays nothing twice.
    expect(await sandbox.authenticate(again.redirectedTo ?? "", "agree")).toEqual({ redirectedTo: success_url });
    const charges = await stripe.charges.list();
    expect(charges.data.map(({ status }) => status)).toEqual(["succeeded"]);
  }),
);

test("a subscription starts once its card's owner has authenticated, and not before", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const price = await createPrice(stripe);
    const subscribe = async (trialDays?: number) => {
      const session = await stripe.checkout.sessions.create({
        mode: "subscription",
        line_items: [{ price: price.id, quantity: 1 }],
        success_url,
        ...(trialDays ? { subscription_data: { trial_period_days: trialDays } } : {}),
      });
      return sandbox.payCheckout(session.url ?? "", { card: "4000002500003155" });
    };
    const [now, trial] = [await subscribe(), await subscribe(7)];
    expect((await stripe.subscriptions.list()).data).toHaveLength(0);
    await sandbox.authenticate(now.redirectedTo ?? "", "agree");
    await sandbox.authenticate(trial.redirectedTo ?? "", "agree");
    const { data } = await stripe.subscriptions.list();
    expect(data.map(({ status }) => status)).toEqual(["trialing", "active"]);
    await sandbox.advanceBy(8 * 86_400);
    expect((await stripe.subscriptions.list()).data.map(({ status }) => status)).toEqual(["active", "active"]);
  }),
);

test("setup mode saves a method for its customer and takes no money", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const customer = await stripe.customers.create({ email: "ada@example.com" });
    const session = await stripe.checkout.sessions.create({
      mode: "setup",
      currency: "eur",
      customer: customer.id,
      success_url,
      setup_intent_data: { metadata: { why: "later" } },
    });
    expect(session).toMatchObject({ amount_total: null, payment_status: "no_payment_required" });
    await sandbox.payCheckout(session.url ?? "", { card: "4000000000000002" });
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
    await sandbox.payCheckout(session.url ?? "");
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent.payment_method"] });
    expect(done).toMatchObject({
      status: "complete",
      setup_intent: { status: "succeeded", metadata: { why: "later" }, payment_method: { customer: customer.id } },
    });
    expect((await stripe.charges.list()).data).toHaveLength(0);
  }),
);

test("a promotion code lowers what is paid, is redeemed once it is paid, and a wrong one is refused", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const coupon = await stripe.coupons.create({ percent_off: 25, duration: "once" });
    const promotion = { promotion: { type: "coupon" as const, coupon: coupon.id }, code: "SPRING", max_redemptions: 2 };
    const code = await stripe.promotionCodes.create(promotion);
    const typed = await openPayment(stripe, { allow_promotion_codes: true });
    const type = async (promotion_code: string) =>
      (await fetch(typed.url ?? "", { method: "POST", body: new URLSearchParams({ promotion_code }) })).text();
    expect(await type("WINTER")).toContain('role="alert"');
    expect(await type("spring")).not.toContain('role="alert"');
    expect(await stripe.checkout.sessions.retrieve(typed.id)).toMatchObject({
      amount_subtotal: 4_900,
      amount_total: 3_675,
      total_details: { amount_discount: 1_225 },
      discounts: [{ promotion_code: code.id }],
    });
    await sandbox.payCheckout(typed.url ?? "");
    const price = await createPrice(stripe, { amount: 1_000 });
    const given = await stripe.checkout.sessions.create({
      mode: "subscription",
      line_items: [{ price: price.id, quantity: 3 }],
      discounts: [{ promotion_code: code.id }],
      success_url,
    });
    await sandbox.payCheckout(given.url ?? "");
    const done = await stripe.checkout.sessions.retrieve(given.id, { expand: ["invoice"] });
    expect(done).toMatchObject({ amount_total: 2_250, invoice: { status: "paid", amount_paid: 2_250, total: 2_250 } });
    expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(2);
    await expect(openPayment(stripe, { discounts: [{ promotion_code: code.id }] })).rejects.toMatchObject({
      statusCode: 400,
    });
  }),
);

test("what a mode does not take is refused before anything is written", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const price = await createPrice(stripe);
    const open = (params: Partial<Stripe.Checkout.SessionCreateParams>) =>
      stripe.checkout.sessions.create({
        mode: "payment",
        line_items: [{ price: price.id, quantity: 1 }],
        success_url,
        ...params,
      });
    await expect(open({})).rejects.toMatchObject({ statusCode: 400 });
    await expect(open({ mode: "subscription", payment_intent_data: {} })).resolves.toMatchObject({ status: "open" });
    await expect(open({ mode: "subscription", payment_intent_data: { description: "x" } })).rejects.toMatchObject({
      param: "payment_intent_data",
    });
    await expect(open({ mode: "setup", ...everyMethod, line_items: undefined, currency: "eur" })).rejects.toMatchObject(
      {
        statusCode: 501,
      },
    );
  }),
);
