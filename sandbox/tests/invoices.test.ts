import { expect, test } from "vitest";
import { advance, monthly, payerOnClock } from "./billing-shop";
import { inSandbox } from "./in-sandbox";
import { eventTypes } from "./shop";

const timeout = 40_000;
const start = "2026-01-01T00:00:00Z";

test("an invoice by hand adds up, is credited in part, and is paid for the rest", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { customer } = await payerOnClock(stripe, start);
    await stripe.invoiceItems.create({ customer: customer.id, amount: 2_000, currency: "eur", description: "Setup" });
    const draft = await stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" });
    const longer = await stripe.invoices.addLines(draft.id, { lines: [{ amount: 500, description: "Travel" }] });
    expect(longer).toMatchObject({ status: "draft", subtotal: 2_500, total: 2_500, amount_due: 2_500 });
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    expect(open).toMatchObject({ status: "open", number: expect.stringMatching(/-0001$/) });
    const pdf = await fetch(open.invoice_pdf ?? "");
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    await stripe.creditNotes.create({ invoice: draft.id, amount: 600 });
    await expect(stripe.creditNotes.create({ invoice: draft.id, amount: 1_901 })).rejects.toMatchObject({
      param: "amount",
    });
    const paid = await stripe.invoices.pay(draft.id, { expand: ["payments.data.payment.payment_intent"] });
    expect(paid).toMatchObject({ status: "paid", amount_due: 1_900, amount_paid: 1_900, amount_remaining: 0 });
    expect(paid.payments?.data[0]?.payment.payment_intent).toMatchObject({
      amount_received: 1_900,
      status: "succeeded",
    });
    await expect(stripe.invoices.voidInvoice(draft.id)).rejects.toMatchObject({ statusCode: 400 });
  }),
);

test("a declined payment by hand answers 402, keeps its charge, and changes no status", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { customer } = await payerOnClock(stripe, start, "pm_card_chargeCustomerFail");
    await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: "eur" });
    const draft = await stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" });
    await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 402, type: "StripeCardError" });
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: "open", attempted: true });
    expect((await stripe.charges.list({ customer: customer.id })).data).toMatchObject([{ status: "failed" }]);
    expect((await stripe.invoices.markUncollectible(draft.id)).status).toBe("uncollectible");
    expect((await stripe.invoices.voidInvoice(draft.id)).status).toBe("void");
  }),
);

test("credit pays first and comes back when its invoice is void", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { customer } = await payerOnClock(stripe, start);
    await stripe.customers.createBalanceTransaction(customer.id, { amount: -300, currency: "eur" });
    await stripe.invoiceItems.create({ customer: customer.id, amount: 1_000, currency: "eur" });
    const draft = await stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" });
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    expect(open).toMatchObject({ total: 1_000, amount_due: 700, starting_balance: -300, ending_balance: 0 });
    await stripe.invoices.voidInvoice(draft.id);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -300 });
  }),
);

test("a coupon holds once, for its months or for ever, and amounts spread over the lines exactly", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const totals: Record<string, number[]> = {};
    for (const [name, input] of Object.entries({
      once: { percent_off: 33.3, duration: "once" as const },
      months: { amount_off: 100, currency: "eur", duration: "repeating" as const, duration_in_months: 2 },
      forever: { percent_off: 50, duration: "forever" as const },
    })) {
      const { clock, customer } = await payerOnClock(stripe, start);
      const coupon = await stripe.coupons.create(input);
      const code = await stripe.promotionCodes.create({
        promotion: { type: "coupon", coupon: coupon.id },
        max_redemptions: 1,
      });
      const { subscription } = await monthly(stripe, customer.id, 999, { discounts: [{ promotion_code: code.id }] });
      await advance(stripe, clock.id, "2026-02-01T00:00:00Z");
      await advance(stripe, clock.id, "2026-03-01T00:00:00Z");
      const invoices = (await stripe.invoices.list({ subscription: subscription.id })).data.reverse();
      totals[name] = invoices.map(({ total }) => total);
      expect(await stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 });
      await expect(
        monthly(stripe, customer.id, 999, { discounts: [{ promotion_code: code.id }] }),
      ).rejects.toMatchObject({ statusCode: 400 });
    }
    expect(totals).toEqual({ once: [666, 999, 999], months: [899, 899, 999], forever: [499, 499, 499] });
    expect((await eventTypes(stripe)).filter((type) => type === "customer.discount.deleted")).toHaveLength(2);
  }),
);

test("what a product entitles to follows its subscription, told once for each change", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { customer } = await payerOnClock(stripe, start);
    const feature = await stripe.entitlements.features.create({ lookup_key: "export", name: "Export" });
    const { subscription, price } = await monthly(stripe, customer.id, 900);
    await stripe.products.createFeature(String(price.product), { entitlement_feature: feature.id });
    const active = await stripe.entitlements.activeEntitlements.list({ customer: customer.id });
    expect(active.data.map(({ lookup_key }) => lookup_key)).toEqual(["export"]);
    await stripe.subscriptions.cancel(subscription.id);
    expect((await stripe.entitlements.activeEntitlements.list({ customer: customer.id })).data).toEqual([]);
    const told = (await eventTypes(stripe)).filter(
      (type) => type === "entitlements.active_entitlement_summary.updated",
    );
    expect(told).toHaveLength(2);
  }),
);

test("a search reads Stripe's language and refuses what it can't read", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const ada = await stripe.customers.create({ email: "ada@example.com", metadata: { account: "acc_1" } });
    await stripe.customers.create({ email: "bob@example.com" });
    const find = async (query: string) => (await stripe.customers.search({ query })).data.map(({ id }) => id);
    expect(await find('metadata["account"]:"acc_1"')).toEqual([ada.id]);
    expect(await find('email~"example" AND -email:"bob@example.com"')).toEqual([ada.id]);
    await expect(find("email=ada")).rejects.toMatchObject({ statusCode: 400, param: "query" });
    await expect(find('favourite:"tea"')).rejects.toMatchObject({ statusCode: 400 });
  }),
);
