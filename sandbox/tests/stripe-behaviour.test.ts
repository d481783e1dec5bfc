import { expect, test } from "vitest";
import { inSandbox } from "./in-sandbox";
import { eventTypes, subscribe } from "./shop";

const start = new Date("2026-01-31T10:00:00Z");
const day = 86_400;

const timeout = 30_000;

test("a paid checkout starts an active subscription and tells of it in Stripe's order", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { session, subscription } = await subscribe(sandbox, stripe);
    expect(subscription.status).toBe("active");
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription", "customer"] });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      customer: { email: "ada@example.com" },
      subscription: { id: subscription.id },
    });
    expect((await eventTypes(stripe)).slice(3)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "payment_method.attached",
      "customer.updated",
      "customer.subscription.created",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
      "checkout.session.completed",
    ]);
  }),
);

test("renewals keep the anchor's day and each is billed once", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { subscription } = await subscribe(sandbox, stripe);
    await sandbox.advanceTo(new Date("2026-05-30T00:00:00Z"));
    const invoices = await stripe.invoices.list({ subscription: subscription.id, expand: ["data.payments"] });
    expect(invoices.data.map(({ created, status, total }) => [dateOf(created), status, total])).toEqual([
      ["2026-04-30", "paid", 900],
      ["2026-03-31", "paid", 900],
      ["2026-02-28", "paid", 900],
      ["2026-01-31", "paid", 900],
    ]);
    expect(invoices.data[0]?.parent?.subscription_details?.subscription).toBe(subscription.id);
    expect(invoices.data[0]?.payments?.data[0]?.status).toBe("paid");
    const renewed = await stripe.subscriptions.retrieve(subscription.id);
    expect(dateOf(renewed.items.data[0]?.current_period_end ?? 0)).toBe("2026-05-31");
  }),
);

test("a trial bills nothing, warns three days before its end, then takes the first payment", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { subscription, session } = await subscribe(sandbox, stripe, { trialDays: 14 });
    expect(subscription.status).toBe("trialing");
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      payment_status: "no_payment_required",
    });
    const [trialInvoice] = (await stripe.invoices.list({ subscription: subscription.id })).data;
    expect(trialInvoice).toMatchObject({ total: 0, status: "paid", billing_reason: "subscription_create" });
    await sandbox.advanceBy(11 * day + 60);
    expect((await eventTypes(stripe)).at(-1)).toBe("customer.subscription.trial_will_end");
    await sandbox.advanceBy(3 * day);
    const active = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(active).toMatchObject({ status: "active", latest_invoice: { total: 900, status: "paid" } });
    const types = await eventTypes(stripe);
    expect(types.filter((type) => type === "customer.subscription.trial_will_end")).toHaveLength(1);
  }),
);

test("a declined card leaves the session open, shows why, and another card pays it", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { price, customer } = await subscribe(sandbox, stripe);
    const session = await stripe.checkout.sessions.create({
      mode: "subscription",
      customer: customer.id,
      line_items: [{ price: price.id, quantity: 1 }],
      success_url: "http://127.0.0.1:1/done?s={CHECKOUT_SESSION_ID}",
    });
    const url = session.url ?? "";
    for (const card of ["4000000000000002", "4000000000009995", "4000 0000 0000 0341", "4111111111111111", "abc"]) {
      const answer = await sandbox.payCheckout(url, { card });
      expect(answer).toMatchObject({ redirectedTo: null, page: expect.stringContaining('role="alert"') });
    }
    expect(await sandbox.payCheckout(url)).toEqual({ redirectedTo: `http://127.0.0.1:1/done?s=${session.id}` });
    const again = await sandbox.payCheckout(url);
    expect(again).toEqual({ redirectedTo: `http://127.0.0.1:1/done?s=${session.id}` });
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toHaveLength(2);
  }),
);

test("a renewal that fails is retried after 3, 5 and 7 days, and then the subscription ends", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { subscription } = await subscribe(sandbox, stripe, { trialDays: 7, card: "4000000000000341" });
    await sandbox.advanceBy(7 * day + 60);
    const firstFailure = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(firstFailure).toMatchObject({ status: "past_due", latest_invoice: { status: "open", attempt_count: 1 } });
    await sandbox.advanceBy(15 * day);
    const ended = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(ended).toMatchObject({
      status: "canceled",
      cancellation_details: { reason: "payment_failed" },
      latest_invoice: { status: "open", attempt_count: 4, next_payment_attempt: null },
    });
    const failures = await stripe.events.list({ type: "invoice.payment_failed" });
    const firstAt = failures.data.at(-1)?.created ?? 0;
    expect(failures.data.map(({ created }) => (created - firstAt) / day).reverse()).toEqual([0, 3, 8, 15]);
  }),
);

test("a subscription canceled at its period's end runs until then, and can be resumed before", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { subscription } = await subscribe(sandbox, stripe);
    const ending = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(ending).toMatchObject({ status: "active", cancel_at: subscription.items.data[0]?.current_period_end });
    const resumed = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    expect(resumed).toMatchObject({ cancel_at: null, canceled_at: null, cancel_at_period_end: false });
    const { data } = await stripe.events.list({ type: "customer.subscription.updated" });
    expect(data[0]?.data.previous_attributes).toMatchObject({ cancel_at_period_end: true });
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await sandbox.advanceTo(new Date("2026-02-28T09:59:00Z"));
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
    await sandbox.advanceTo(new Date("2026-02-28T10:01:00Z"));
    const ended = await stripe.subscriptions.retrieve(subscription.id);
    expect(ended).toMatchObject({ status: "canceled", ended_at: subscription.items.data[0]?.current_period_end });
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1);
    expect((await eventTypes(stripe)).at(-1)).toBe("customer.subscription.deleted");
  }),
);

test("cancellation now, on a date, and by deleting the customer end it with one event each", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const now = await subscribe(sandbox, stripe);
    expect((await stripe.subscriptions.cancel(now.subscription.id)).status).toBe("canceled");
    await expect(stripe.subscriptions.cancel(now.subscription.id)).rejects.toMatchObject({ code: "resource_missing" });
    const dated = await subscribe(sandbox, stripe);
    const cancelAt = Math.floor(start.getTime() / 1_000) + 10 * day;
    await stripe.subscriptions.update(dated.subscription.id, { cancel_at: cancelAt });
    const owned = await subscribe(sandbox, stripe);
    await stripe.customers.del(owned.customer.id);
    expect(await stripe.customers.retrieve(owned.customer.id)).toMatchObject({ deleted: true });
    await sandbox.advanceBy(11 * day);
    expect(await stripe.subscriptions.retrieve(dated.subscription.id)).toMatchObject({ ended_at: cancelAt });
    const deleted = await stripe.events.list({ type: "customer.subscription.deleted" });
    expect(deleted.data).toHaveLength(3);
  }),
);

test("an open session expires by business time, or when it is told to", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const { price, customer } = await subscribe(sandbox, stripe);
    const open = (expires_at?: number) =>
      stripe.checkout.sessions.create({
        mode: "subscription",
        customer: customer.id,
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: "http://127.0.0.1:1/done",
        ...(expires_at ? { expires_at } : {}),
      });
    const soon = await open(Math.floor((await sandbox.now()).getTime() / 1_000) + 1_900);
    const told = await open();
    await stripe.checkout.sessions.expire(told.id);
    await sandbox.advanceBy(2_000);
    for (const { id, url } of [soon, told]) {
      expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
      expect(await sandbox.payCheckout(url ?? "")).toMatchObject({ page: expect.stringContaining("has expired") });
    }
    expect((await stripe.events.list({ type: "checkout.session.expired" })).data).toHaveLength(2);
  }),
);

function dateOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 10);
}
