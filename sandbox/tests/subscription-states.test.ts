import { expect, test } from "vitest";
import { advance, day, monthly, payerOnClock, seconds } from "./billing-shop";
import { inSandbox } from "./in-sandbox";
import { eventTypes } from "./shop";

const timeout = 40_000;
const start = "2026-01-01T00:00:00Z";

test(
  "a first payment that fails leaves 23 hours, then the subscription expires and its invoice is void",
  { timeout },
  () =>
    inSandbox({}, async ({ stripe }) => {
      const { clock, customer } = await payerOnClock(stripe, start, "pm_card_chargeCustomerFail");
      const { subscription } = await monthly(stripe, customer.id, 900);
      expect(subscription.status).toBe("incomplete");
      await advance(stripe, clock.id, "2026-01-01T22:59:59Z");
      expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("incomplete");
      await advance(stripe, clock.id, "2026-01-01T23:00:00Z");
      expect(await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] })).toMatchObject({
        status: "incomplete_expired",
        ended_at: seconds("2026-01-01T23:00:00Z"),
        latest_invoice: { status: "void" },
      });
    }),
);

test("paying the first invoice makes an incomplete subscription active", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { customer } = await payerOnClock(stripe, start);
    const { subscription } = await monthly(stripe, customer.id, 900, { payment_behavior: "default_incomplete" });
    expect(subscription.status).toBe("incomplete");
    await stripe.invoices.pay(String(subscription.latest_invoice));
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
    const refused = await payerOnClock(stripe, start, "pm_card_chargeCustomerFail");
    await expect(
      monthly(stripe, refused.customer.id, 900, { payment_behavior: "error_if_incomplete" }),
    ).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
    expect((await stripe.subscriptions.list({ customer: refused.customer.id, status: "all" })).data).toEqual([]);
  }),
);

test(
  "retries end canceled, or unpaid where that was chosen, and a payment revives what is unpaid and nothing that has ended",
  { timeout },
  () =>
    inSandbox({}, async ({ stripe }) => {
      const statuses: string[][] = [];
      const choices: Record<string, string>[] = [{}, { sandbox_after_retries: "unpaid" }];
      for (const metadata of choices) {
        const { clock, customer } = await payerOnClock(stripe, start, "pm_card_chargeCustomerFail");
        const trial = { trial_period_days: 1, metadata };
        const { subscription } = await monthly(stripe, customer.id, 900, trial);
        const seen: string[] = [subscription.status];
        for (const date of ["2026-01-02T00:00:00Z", "2026-01-16T23:59:59Z", "2026-01-17T00:00:00Z"]) {
          await advance(stripe, clock.id, date);
          seen.push((await stripe.subscriptions.retrieve(subscription.id)).status);
        }
        await stripe.invoices.pay(String((await stripe.subscriptions.retrieve(subscription.id)).latest_invoice), {
          payment_method: "pm_card_visa",
        });
        seen.push((await stripe.subscriptions.retrieve(subscription.id)).status);
        statuses.push(seen);
      }
      expect(statuses).toEqual([
        ["trialing", "past_due", "past_due", "canceled", "canceled"],
        ["trialing", "past_due", "past_due", "unpaid", "active"],
      ]);
    }),
);

test("a trial that ends without a card pauses when asked to, and goes on once there is one", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: seconds(start) });
    const customer = await stripe.customers.create({ test_clock: clock.id });
    const { subscription } = await monthly(stripe, customer.id, 900, {
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    });
    await advance(stripe, clock.id, "2026-01-20T00:00:00Z");
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("paused");
    const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
    const resumed = await stripe.subscriptions.resume(subscription.id);
    expect(resumed).toMatchObject({ status: "active", billing_cycle_anchor: seconds("2026-01-20T00:00:00Z") });
    expect((await eventTypes(stripe)).filter((type) => /paused|resumed/.test(type))).toEqual([
      "customer.subscription.paused",
      "customer.subscription.resumed",
    ]);
  }),
);

test("collection that is paused bills nobody until it goes on", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { clock, customer } = await payerOnClock(stripe, start);
    const { subscription } = await monthly(stripe, customer.id, 900);
    await stripe.subscriptions.update(subscription.id, {
      pause_collection: { behavior: "void", resumes_at: seconds("2026-02-15T00:00:00Z") },
    });
    await advance(stripe, clock.id, "2026-03-01T00:00:00Z");
    const invoices = await stripe.invoices.list({ subscription: subscription.id });
    expect(invoices.data.map(({ status }) => status)).toEqual(["paid", "void", "paid"]);
    expect((await stripe.subscriptions.retrieve(subscription.id)).pause_collection).toBeNull();
  }),
);

test("a schedule goes through its phases, and a test clock keeps to its limits", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { clock, customer } = await payerOnClock(stripe, start);
    const { price } = await monthly(stripe, customer.id, 500);
    const schedule = await stripe.subscriptionSchedules.create({
      customer: customer.id,
      start_date: "now",
      end_behavior: "cancel",
      phases: [
        { items: [{ price: price.id, quantity: 1 }], duration: { interval: "month" } },
        { items: [{ price: price.id, quantity: 2 }], duration: { interval: "month" } },
      ],
    });
    const subscription = String(schedule.subscription);
    await advance(stripe, clock.id, "2026-02-01T00:00:00Z");
    const second = await stripe.subscriptions.retrieve(subscription, { expand: ["latest_invoice"] });
    expect(second).toMatchObject({ items: { data: [{ quantity: 2 }] }, latest_invoice: { total: 1_000 } });
    await advance(stripe, clock.id, "2026-03-01T00:00:00Z");
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe("canceled");
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe("completed");
    const tooFar = seconds("2026-03-01T00:00:00Z") + 70 * day;
    await expect(stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: tooFar })).rejects.toMatchObject({
      statusCode: 400,
      param: "frozen_time",
    });
    for (const _ of [2, 3]) await stripe.customers.create({ test_clock: clock.id });
    await expect(stripe.customers.create({ test_clock: clock.id })).rejects.toMatchObject({ param: "test_clock" });
    await stripe.testHelpers.testClocks.del(clock.id);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
  }),
);
