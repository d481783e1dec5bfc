import { expect, test } from "vitest";
import { advance, monthly, payerOnClock, seconds } from "./billing-shop";
import { inSandbox } from "./in-sandbox";
import { createPrice } from "./shop";

const timeout = 40_000;
const halfway = "2026-01-16T12:00:00Z"; // 15.5 of January's 31 days

test("half a period costs half the difference: at the next renewal, at once, or never", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const dearer = await createPrice(stripe, { amount: 2_000 });
    const outcomes: Record<string, unknown> = {};
    for (const behavior of ["create_prorations", "always_invoice", "none"] as const) {
      const { clock, customer } = await payerOnClock(stripe, "2026-01-01T00:00:00Z");
      const { subscription, item } = await monthly(stripe, customer.id, 1_000);
      await advance(stripe, clock.id, halfway);
      const items = [{ id: item, price: dearer.id }];
      const details = { items, proration_behavior: behavior };
      const preview = await stripe.invoices.createPreview({
        subscription: subscription.id,
        subscription_details: details,
      });
      await stripe.subscriptions.update(subscription.id, { items, proration_behavior: behavior });
      await advance(stripe, clock.id, "2026-02-01T00:00:00Z");
      const invoices = await stripe.invoices.list({ customer: customer.id });
      outcomes[behavior] = { preview: preview.total, totals: invoices.data.map((invoice) => invoice.total).reverse() };
    }
    // The page on prorations: 10 to 20 at half time is -5 and +10.
    expect(outcomes).toEqual({
      create_prorations: { preview: 2_500, totals: [1_000, 2_500] },
      always_invoice: { preview: 500, totals: [1_000, 500, 2_000] },
      none: { preview: 2_000, totals: [1_000, 2_000] },
    });
  }),
);

test("prorations are counted to the second and rounded, and their credit outlives a cheaper plan", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { clock, customer } = await payerOnClock(stripe, "2026-01-01T00:00:00Z");
    const { subscription, item } = await monthly(stripe, customer.id, 1_000);
    await advance(stripe, clock.id, "2026-01-11T07:00:00Z");
    // 1,789,200 of 2,678,400 s are left: 1000 x 3 seats less 1000 x 1 seat = 2004.03 - 668.01.
    await stripe.subscriptionItems.update(item, { quantity: 3, proration_behavior: "always_invoice" });
    const [added] = (await stripe.invoices.list({ customer: customer.id })).data;
    expect(added?.lines.data.map(({ amount }) => amount)).toEqual([-668, 2_004]);
    expect(added).toMatchObject({ total: 1_336, status: "paid", billing_reason: "subscription_update" });
    await stripe.subscriptionItems.update(item, { quantity: 1, proration_behavior: "always_invoice" });
    const [credited] = (await stripe.invoices.list({ customer: customer.id })).data;
    expect(credited).toMatchObject({ total: -1_336, amount_due: 0, ending_balance: -1_336, status: "paid" });
    await advance(stripe, clock.id, "2026-02-01T00:00:00Z");
    const [renewal] = (await stripe.invoices.list({ customer: customer.id })).data;
    expect(renewal).toMatchObject({ total: 1_000, amount_due: 0, starting_balance: -1_336, ending_balance: -336 });
    const entries = await stripe.customers.listBalanceTransactions(customer.id);
    expect(entries.data.map(({ amount, ending_balance }) => [amount, ending_balance])).toEqual([
      [1_000, -336],
      [-1_336, -1_336],
    ]);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
  }),
);

test("another interval starts a new cycle, credits the rest of the old and bills the new one whole", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { clock, customer } = await payerOnClock(stripe, "2026-01-01T00:00:00Z");
    const { subscription, item } = await monthly(stripe, customer.id, 1_000);
    const yearly = await createPrice(stripe, { amount: 9_000, interval: "year" });
    await advance(stripe, clock.id, halfway);
    const changed = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: yearly.id }],
      expand: ["latest_invoice"],
    });
    expect(changed).toMatchObject({
      billing_cycle_anchor: seconds(halfway),
      latest_invoice: { total: 8_500, status: "paid" },
      items: { data: [{ current_period_end: seconds("2027-01-16T12:00:00Z") }] },
    });
  }),
);
