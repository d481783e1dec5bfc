import { expect, test } from "vitest";
import { inSandbox } from "./in-sandbox";
import { createPrice, subscribe } from "./shop";

const day = 86_400;
const timeout = 30_000;

async function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
}

test("the portal cancels, resumes, changes the card and pays an open invoice", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    const { customer, subscription } = await subscribe(sandbox, stripe, { trialDays: 7, card: "4000000000000341" });
    const portal = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      return_url: "http://127.0.0.1:1/portal",
      locale: "nl",
    });
    expect(await (await fetch(portal.url)).text()).toContain("Abonnement opzeggen");
    expect((await submit(portal.url, { action: "cancel", subscription: subscription.id })).status).toBe(303);
    const [item] = subscription.items.data;
    const ending = { cancel_at: item?.current_period_end, cancel_at_period_end: false };
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject(ending);
    await submit(portal.url, { action: "resume", subscription: subscription.id });
    const goingOn = { cancel_at: null, cancel_at_period_end: false };
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject(goingOn);

    await sandbox.advanceBy(7 * day + 60);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("past_due");
    const card = { action: "card", expiry: "12/40", cvc: "123", name: "Ada" };
    const refused = await submit(portal.url, { ...card, number: "4000000000000002" });
    expect(await refused.text()).toContain("Je kaart is geweigerd.");
    expect((await submit(portal.url, { ...card, number: "4242424242424242" })).status).toBe(303);
    const [open] = (await stripe.invoices.list({ subscription: subscription.id, status: "open" })).data;
    await submit(portal.url, { action: "pay", invoice: open?.id ?? "" });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
    expect((await stripe.invoices.retrieve(open?.id ?? "")).status).toBe("paid");
  }),
);

test("one customer's portal can't touch another's subscription", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    const [own, other] = [await subscribe(sandbox, stripe), await subscribe(sandbox, stripe)];
    const portal = await stripe.billingPortal.sessions.create({ customer: own.customer.id });
    await submit(portal.url, { action: "cancel", subscription: other.subscription.id });
    expect(await stripe.subscriptions.retrieve(other.subscription.id)).toMatchObject({ cancel_at: null });
  }),
);

test("the portal switches plans after showing what that costs, and cancels at once with a reason", { timeout }, () =>
  inSandbox({ start: new Date("2026-01-01T00:00:00Z") }, async ({ sandbox, stripe }) => {
    const { customer, subscription, price } = await subscribe(sandbox, stripe, { amount: 1_000 });
    const dearer = await createPrice(stripe, { amount: 2_000 });
    const configuration = await stripe.billingPortal.configurations.create({
      features: {
        subscription_cancel: {
          enabled: true,
          mode: "immediately",
          cancellation_reason: { enabled: true, options: ["unused"] },
        },
        subscription_update: {
          enabled: true,
          default_allowed_updates: ["price"],
          proration_behavior: "always_invoice",
          products: [{ product: String(dearer.product), prices: [dearer.id] }],
        },
      },
    });
    await sandbox.advanceTo(new Date("2026-01-16T12:00:00Z"));
    const portal = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      configuration: configuration.id,
    });
    const preview = await (await fetch(`${portal.url}?price=${dearer.id}`)).text();
    expect(preview).toMatch(/€(499\.9\d|5\.00)/);
    expect((await stripe.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(price.id);
    await submit(portal.url, { action: "switch", subscription: subscription.id, price: price.id });
    await submit(portal.url, { action: "switch", subscription: subscription.id, price: dearer.id });
    const switched = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(switched).toMatchObject({
      items: { data: [{ price: { id: dearer.id } }] },
      latest_invoice: { total: 500, status: "paid" },
    });
    await submit(portal.url, { action: "cancel", subscription: subscription.id, reason: "unused" });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: "canceled",
      cancellation_details: { feedback: "unused", reason: "cancellation_requested" },
    });
  }),
);

test("the portal changes how many within the configuration's bounds, and a trial goes on", { timeout }, () =>
  inSandbox({ start: new Date("2026-01-01T00:00:00Z") }, async ({ sandbox, stripe }) => {
    const { customer, subscription, price } = await subscribe(sandbox, stripe, { amount: 1_000, trialDays: 7 });
    const single = await createPrice(stripe, { amount: 500 });
    const configuration = await stripe.billingPortal.configurations.create({
      features: {
        subscription_update: {
          enabled: true,
          default_allowed_updates: ["price", "quantity"],
          proration_behavior: "always_invoice",
          trial_update_behavior: "continue_trial",
          products: [
            {
              product: String(price.product),
              prices: [price.id],
              adjustable_quantity: { enabled: true, minimum: 2, maximum: 5 },
            },
            {
              product: String(single.product),
              prices: [single.id],
              adjustable_quantity: { enabled: true, minimum: 1, maximum: 1 },
            },
          ],
        },
      },
    });
    const portal = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      configuration: configuration.id,
    });
    const choose = (fields: Record<string, string>) =>
      submit(portal.url, { action: "switch", subscription: subscription.id, ...fields });
    const held = async () => {
      const { items, trial_end, status } = await stripe.subscriptions.retrieve(subscription.id);
      return { price: items.data[0]?.price.id, quantity: items.data[0]?.quantity, trial_end, status };
    };
    const { trial_end } = subscription;
    await choose({ price: price.id, quantity: "4" });
    expect(await held()).toEqual({ price: price.id, quantity: 4, trial_end, status: "trialing" });
    await choose({ price: price.id, quantity: "900" });
    expect(await held()).toMatchObject({ quantity: 5 });
    await sandbox.advanceBy(8 * day);
    const preview = await (await fetch(`${portal.url}?price=${price.id}&quantity=3`)).text();
    expect(preview).toContain('name="quantity" value="3"');
    await choose({ price: single.id, quantity: "5" });
    expect(await held()).toMatchObject({ price: single.id, quantity: 1, status: "active" });
  }),
);

test("pages escape what callers wrote and refuse posts from other sites", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    const { customer } = await subscribe(sandbox, stripe);
    await stripe.customers.update(customer.id, { email: '"><script>alert(1)</script>' });
    const portal = await stripe.billingPortal.sessions.create({ customer: customer.id });
    for (const url of [portal.url, sandbox.url]) {
      const page = await fetch(url);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(await page.text()).not.toContain("<script>alert");
    }
    const foreign = await fetch(`${sandbox.url}/_sandbox/clock`, {
      method: "POST",
      headers: { origin: "http://evil.example" },
      body: '{"by":60}',
    });
    expect(foreign.status).toBe(403);
  }),
);
