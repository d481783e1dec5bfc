import type Stripe from "stripe";
import { expect, test } from "vitest";
import { advance, monthly, payerOnClock } from "./billing-shop";
import { inSandbox } from "./in-sandbox";
import { createPrice, eventTypes } from "./shop";

const timeout = 60_000;
const start = new Date("2026-03-02T09:00:00Z");
const success_url = "http://127.0.0.1:1/done";
const byBank = { allowed_payment_method_types: ["card" as const, "ideal" as const, "sepa_debit" as const] };

async function openCheckout(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const price = await createPrice(stripe, { amount: 1_000 });
  const line_items = [{ price: price.id, quantity: 1 }];
  const session = await stripe.checkout.sessions.create({ mode: "subscription", line_items, success_url, ...more });
  const read = () =>
    stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription.latest_invoice", "invoice"] });
  return { url: session.url ?? "", session, read };
}

const stateOf = ({ subscription }: Stripe.Checkout.Session) =>
  typeof subscription === "object" && subscription ? subscription.status : null;

test(
  "a subscription paid by direct debit is incomplete until the money comes, and active from then on",
  { timeout },
  () =>
    inSandbox({ start }, async ({ stripe, sandbox }) => {
      const checkout = await openCheckout(stripe, byBank);
      await sandbox.payCheckout(checkout.url, { iban: "NL55RABO0300065268" });
      const waiting = await checkout.read();
      expect(waiting).toMatchObject({ status: "complete", payment_status: "unpaid", invoice: { status: "open" } });
      expect(stateOf(waiting)).toBe("incomplete");
      await sandbox.advanceBy(200);
      const paid = await checkout.read();
      expect(paid).toMatchObject({ payment_status: "paid", invoice: { status: "paid", amount_paid: 1_000 } });
      expect(stateOf(paid)).toBe("active");
      expect(await eventTypes(stripe)).toContain("checkout.session.async_payment_succeeded");
      await sandbox.advanceBy(32 * 86_400);
      const invoices = await stripe.invoices.list();
      expect(invoices.data.map(({ status }) => status)).toEqual(["paid", "paid"]);
    }),
);

test("a first debit that fails leaves the subscription incomplete, and it expires", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const checkout = await openCheckout(stripe, byBank);
    await sandbox.payCheckout(checkout.url, { iban: "NL28RABO0300065266" });
    await sandbox.advanceBy(200);
    expect(stateOf(await checkout.read())).toBe("incomplete");
    expect(await eventTypes(stripe)).toContain("checkout.session.async_payment_failed");
    await sandbox.advanceBy(86_400);
    expect(stateOf(await checkout.read())).toBe("incomplete_expired");
  }),
);

test("a subscription paid with iDEAL is active at once and renewed from the account behind it", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const checkout = await openCheckout(stripe, byBank);
    const bank = await sandbox.payCheckout(checkout.url, { ideal: true });
    expect(bank.redirectedTo).toContain("/authenticate/");
    await sandbox.authenticate(bank.redirectedTo ?? "", "agree");
    expect(stateOf(await checkout.read())).toBe("active");
    await sandbox.advanceBy(32 * 86_400);
    const { data } = await stripe.charges.list();
    expect(data.map((charge) => charge.payment_method_details?.type)).toEqual(["sepa_debit", "ideal"]);
    const trial = await openCheckout(stripe, { ...byBank, subscription_data: { trial_period_days: 7 } });
    const again = await sandbox.payCheckout(trial.url, { ideal: true });
    await sandbox.authenticate(again.redirectedTo ?? "", "agree");
    expect(stateOf(await trial.read())).toBe("trialing");
    await sandbox.advanceBy(8 * 86_400);
    expect(stateOf(await trial.read())).toBe("active");
  }),
);

test("a renewal whose debit fails days later makes the subscription past due and is tried again", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const customer = await stripe.customers.create({});
    const method = await stripe.paymentMethods.create({
      type: "sepa_debit",
      sepa_debit: { iban: "NL28RABO0300065266" },
    });
    await stripe.paymentMethods.attach(method.id, { customer: customer.id });
    const price = await createPrice(stripe);
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      trial_period_days: 1,
      default_payment_method: method.id,
    });
    await sandbox.advanceBy(86_400 + 60);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
    await sandbox.advanceBy(200);
    const late = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(late).toMatchObject({ status: "past_due", latest_invoice: { attempt_count: 1, status: "open" } });
    expect(late.latest_invoice).toHaveProperty("next_payment_attempt", expect.any(Number));
  }),
);

test("a card that asks for authentication leaves its invoice open until its owner agrees", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { customer } = await payerOnClock(stripe, "2026-03-02T09:00:00Z", "pm_card_threeDSecure2Required");
    const { subscription } = await monthly(stripe, customer.id, 1_000);
    expect(subscription.status).toBe("incomplete");
    const invoice = await stripe.invoices.retrieve(String(subscription.latest_invoice));
    const { data } = await stripe.paymentIntents.list({ customer: customer.id });
    expect([invoice.status, data[0]?.status]).toEqual(["open", "requires_action"]);
    expect(await eventTypes(stripe)).toContain("invoice.payment_action_required");
    await expect(stripe.invoices.pay(invoice.id)).rejects.toMatchObject({
      statusCode: 402,
      code: "invoice_payment_intent_requires_action",
    });
    await sandbox.authenticate(`${sandbox.url}/authenticate/${data[0]?.id}`, "agree");
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe("paid");
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
  }),
);

test(
  "a checkout asks for what its invoice will: the customer's own discount and balance are counted",
  { timeout },
  () =>
    inSandbox({ start }, async ({ stripe, sandbox }) => {
      const coupon = await stripe.coupons.create({ percent_off: 20, duration: "forever" });
      const promotion = { type: "coupon" as const, coupon: coupon.id };
      const code = await stripe.promotionCodes.create({ promotion, code: "HELLO" });
      const customer = await stripe.customers.create({ balance: -300 });
      await stripe.rawRequest("POST", `/v1/customers/${customer.id}`, { promotion_code: code.id });
      const checkout = await openCheckout(stripe, { customer: customer.id });
      expect(checkout.session).toMatchObject({
        amount_subtotal: 1_000,
        amount_total: 500,
        total_details: { amount_discount: 200 },
      });
      await sandbox.payCheckout(checkout.url);
      expect(await checkout.read()).toMatchObject({ invoice: { total: 800, amount_due: 500, amount_paid: 500 } });
      expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: 0 });
    }),
);

test("a promotion code is refused below its minimum and in another currency", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const coupon = await stripe.coupons.create({ amount_off: 100, currency: "eur", duration: "once" });
    const withMinimum = (minimum_amount: number, minimum_amount_currency: string) =>
      stripe.promotionCodes.create({
        promotion: { type: "coupon", coupon: coupon.id },
        restrictions: { minimum_amount, minimum_amount_currency },
      });
    const [low, high, dollars] = [
      await withMinimum(1_000, "eur"),
      await withMinimum(1_001, "eur"),
      await withMinimum(100, "usd"),
    ];
    const open = (code: Stripe.PromotionCode) => openCheckout(stripe, { discounts: [{ promotion_code: code.id }] });
    expect((await open(low)).session.amount_total).toBe(900);
    await expect(open(high)).rejects.toMatchObject({ statusCode: 400 });
    await expect(open(dollars)).rejects.toMatchObject({ statusCode: 400 });
    await expect(
      stripe.promotionCodes.create({
        promotion: { type: "coupon", coupon: coupon.id },
        restrictions: { minimum_amount: 5 },
      }),
    ).rejects.toMatchObject({ param: "restrictions" });
  }),
);

test("prices can be described where they are used, and nobody else can use those", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const product_data = { name: "Made to measure" };
    const price_data = { currency: "eur", unit_amount: 1_234, product_data, recurring: { interval: "month" as const } };
    const checkout = await openCheckout(stripe, { line_items: [{ price_data, quantity: 2 }] });
    expect(checkout.session.amount_total).toBe(2_468);
    await sandbox.payCheckout(checkout.url);
    expect(stateOf(await checkout.read())).toBe("active");
    expect((await stripe.prices.list({ active: true })).data.map(({ unit_amount }) => unit_amount)).not.toContain(
      1_234,
    );
    const product = await stripe.products.create({
      name: "Pro",
      default_price_data: { currency: "eur", unit_amount: 7 },
    });
    expect(product.default_price).toMatch(/^price_/);
    const customer = await stripe.customers.create({
      payment_method: "pm_card_visa",
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [
        { price_data: { currency: "eur", product: product.id, unit_amount: 500, recurring: { interval: "year" } } },
      ],
    });
    expect(subscription).toMatchObject({ status: "active", items: { data: [{ price: { unit_amount: 500 } }] } });
    await stripe.invoiceItems.create({
      customer: customer.id,
      quantity: 3,
      price_data: { currency: "eur", product: product.id, unit_amount: 11 },
    });
    const draft = await stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" });
    expect(draft.total).toBe(33);
  }),
);

test("a change that can't be paid waits, is applied once it is paid, and is given up after 23 hours", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const { clock, customer } = await payerOnClock(stripe, "2026-03-02T09:00:00Z");
    const { subscription, price, item } = await monthly(stripe, customer.id, 1_000);
    const dearer = await createPrice(stripe, { amount: 3_000 });
    const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer: customer.id });
    await stripe.subscriptions.update(subscription.id, { default_payment_method: failing.id });
    const change = () =>
      stripe.subscriptions.update(subscription.id, {
        items: [{ id: item, price: dearer.id }],
        payment_behavior: "pending_if_incomplete",
        proration_behavior: "always_invoice",
      });
    const held = await change();
    expect(held).toMatchObject({ status: "active", items: { data: [{ price: { id: price.id } }] } });
    expect(held.pending_update?.subscription_items?.[0]?.price.id).toBe(dearer.id);
    await advance(stripe, clock.id, "2026-03-03T08:30:00Z");
    const given = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(given).toMatchObject({ status: "active", pending_update: null, latest_invoice: { status: "void" } });
    const again = await change();
    await stripe.invoices.pay(String(again.latest_invoice), { payment_method: "pm_card_visa" });
    const applied = await stripe.subscriptions.retrieve(subscription.id);
    expect(applied).toMatchObject({ pending_update: null, items: { data: [{ price: { id: dearer.id } }] } });
    const types = await eventTypes(stripe);
    expect(types).toContain("customer.subscription.pending_update_expired");
    expect(types).toContain("customer.subscription.pending_update_applied");
    await expect(
      stripe.subscriptions.update(subscription.id, { description: "x", payment_behavior: "pending_if_incomplete" }),
    ).rejects.toMatchObject({ param: "description" });
  }),
);

test("a credit note gives back by refund, by balance and outside, and all of it adds up", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const { customer } = await payerOnClock(stripe, "2026-03-02T09:00:00Z");
    const { subscription } = await monthly(stripe, customer.id, 1_000);
    const invoice = String(subscription.latest_invoice);
    const parts = { refund_amount: 400, credit_amount: 300, out_of_band_amount: 100 };
    await expect(stripe.creditNotes.create({ invoice, amount: 900, ...parts })).rejects.toMatchObject({
      param: "amount",
    });
    expect((await stripe.refunds.list()).data).toHaveLength(0);
    const note = await stripe.creditNotes.create({ invoice, amount: 800, ...parts });
    expect(note).toMatchObject({ amount: 800, refunds: [{ amount_refunded: 400, type: "refund" }] });
    expect((await stripe.refunds.list()).data.map(({ amount }) => amount)).toEqual([400]);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -300 });
  }),
);

test(
  "a renewal is announced as many days before as asked for, and a sent invoice when it is overdue",
  { timeout },
  () =>
    inSandbox({ start, upcomingDays: 7 }, async ({ stripe, sandbox }) => {
      const card = { payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } };
      const customer = await stripe.customers.create(card);
      await monthly(stripe, customer.id, 1_000);
      await stripe.invoiceItems.create({ customer: customer.id, amount: 500, currency: "eur" });
      await sandbox.advanceTo(new Date("2026-03-26T12:00:00Z"));
      const [upcoming] = (await stripe.events.list({ type: "invoice.upcoming" })).data;
      expect(new Date((upcoming?.created ?? 0) * 1_000).toISOString()).toMatch(/^2026-03-26T09/);
      expect(upcoming?.data.object).toMatchObject({ billing_reason: "upcoming", total: 1_500 });
      await sandbox.advanceTo(new Date("2026-04-03T00:00:00Z"));
      expect((await stripe.events.list({ type: "invoice.upcoming" })).data).toHaveLength(1);
      const sent = { collection_method: "send_invoice" as const, days_until_due: 5 };
      await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: "eur" });
      const invoice = await stripe.invoices.create({
        customer: customer.id,
        pending_invoice_items_behavior: "include",
        ...sent,
      });
      await stripe.invoices.sendInvoice(invoice.id);
      await sandbox.advanceBy(6 * 86_400);
      expect((await stripe.events.list({ type: "invoice.overdue" })).data).toHaveLength(1);
    }),
);
