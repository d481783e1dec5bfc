import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { handleInboxEvent, replayInboxEvent, sweepInbox } from "@/lib/billing/inbox";
import { countInboxEvents, getInboxEvent, listInboxEvents } from "@/lib/billing/inbox-listing";
import { withCustomerLease } from "@/lib/billing/internal/sync/customer-lease";
import { receiveStripeEvent } from "@/lib/billing/receive-stripe-event";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { isAppError } from "@/lib/core/errors";
import { backgroundIdle } from "@/lib/platform/background";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, delivery, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

// The sandbox delivers nothing here: each test hands over the real events itself, in the order and number that it likes.
beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

type Subscriber = { accountId: string; customer: string };

async function subscribe(): Promise<Subscriber> {
  const actor = await world.newCustomer();
  const { url } = await startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });
  await world.sandbox.payCheckout(url);
  return { accountId: actor.accountId, customer: (await findStripeCustomer(actor.accountId)) ?? "" };
}

/** The customer's events as Stripe would send them, oldest first. */
async function eventsOf({ customer }: Subscriber): Promise<Stripe.Event[]> {
  const events: Stripe.Event[] = [];
  for await (const event of stripe().events.list({ limit: 100 })) {
    const object = event.data.object;
    if ("customer" in object && object.customer === customer) events.unshift(event);
  }
  return events;
}

function deliver(event: Stripe.Event): Promise<Response> {
  return receiveStripeEvent(delivery(JSON.stringify(event)));
}

const subscriptionOf = ({ accountId }: Subscriber) => db().subscription.findFirst({ where: { accountId } });
const inboxOf = ({ customer }: Subscriber) => db().webhookEvent.findMany({ where: { stripeCustomerId: customer } });

/** Makes an event due again whose handling was cut short. */
async function forgetLease(stripeEventId: string): Promise<void> {
  await db().webhookEvent.update({
    where: { stripeEventId },
    data: { leaseUntil: new Date(0), nextAttemptAt: new Date(0) },
  });
}

test("events in any order, twice, and all at once end in what Stripe holds", async () => {
  const subscriber = await subscribe();
  const { data } = await stripe().subscriptions.list({ customer: subscriber.customer });
  await stripe().subscriptions.update(data[0]?.id ?? "", { cancel_at_period_end: true });
  const events = await eventsOf(subscriber);
  expect(events.length).toBeGreaterThan(5);
  const answers = await Promise.all([...events.toReversed(), ...events].map(deliver));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await backgroundIdle();
  await sweepInbox();
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "trialing", cancelAtPeriodEnd: true });
  const inbox = await inboxOf(subscriber);
  expect(inbox).toHaveLength(events.length);
  expect(inbox.every(({ state, handledAt }) => ["handled", "ignored"].includes(state) && handledAt)).toBe(true);
  expect(inbox.every(({ deliveries }) => deliveries === 2)).toBe(true);
});

test("an old event that arrives last does not bring the past back", async () => {
  const subscriber = await subscribe();
  const { data } = await stripe().subscriptions.list({ customer: subscriber.customer });
  const [created] = (await eventsOf(subscriber)).filter(({ type }) => type === "customer.subscription.created");
  await stripe().subscriptions.cancel(data[0]?.id ?? "");
  await syncCustomer(subscriber.customer);
  await deliver(created ?? expect.fail());
  await backgroundIdle();
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "canceled" });
});

test("one look at Stripe settles all that waited for the same customer", async () => {
  const subscriber = await subscribe();
  const relevant = (await eventsOf(subscriber)).filter(({ type }) => type.startsWith("invoice.")).slice(0, 3);
  expect(relevant).toHaveLength(3);
  world.network.before = () => "down";
  for (const event of relevant) await deliver(event);
  await backgroundIdle();
  expect((await inboxOf(subscriber)).map(({ state }) => state)).toEqual(relevant.map(() => "failed"));
  world.calm();
  expect(await handleInboxEvent(relevant[0]?.id ?? "")).toBe("handled");
  expect((await inboxOf(subscriber)).map(({ state }) => state)).toEqual(relevant.map(() => "handled"));
  expect(world.network.log.filter((call) => call === "GET /v1/subscriptions")).toHaveLength(1);
});

test("an event that could not be handled keeps its reason, comes later, and takes access from nobody", async () => {
  const subscriber = await subscribe();
  await syncCustomer(subscriber.customer);
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "invoice.paid");
  world.network.before = () => "down";
  const before = Date.now();
  expect((await deliver(event ?? expect.fail())).status).toBe(200);
  await backgroundIdle();
  const failed = await getInboxEvent(event?.id ?? "");
  expect(failed).toMatchObject({ state: "failed", attempts: 1, accountId: subscriber.accountId });
  expect(failed.lastError).toContain("payment service does not answer");
  expect(failed.nextAttemptAt.getTime()).toBeGreaterThan(before + 1000);
  expect(JSON.parse(failed.payload)).toMatchObject({ id: event?.id });
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "trialing" });
  expect(await listInboxEvents({ state: "failed", stripeCustomerId: subscriber.customer })).toMatchObject({
    data: [{ stripeEventId: event?.id }],
    hasMore: false,
  });
  world.calm();
  await forgetLease(event?.id ?? "");
  await sweepInbox();
  expect(await getInboxEvent(event?.id ?? "")).toMatchObject({ state: "handled", lastError: null });
});

test("an event whose process died after it was stored is found by the sweep", async () => {
  const subscriber = await subscribe();
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "customer.subscription.created");
  const body = JSON.stringify(event);
  // What a process leaves behind that dies right after its commit: the row, leased to nobody alive.
  await db().webhookEvent.create({
    data: {
      stripeEventId: event?.id ?? "",
      type: event?.type ?? "",
      stripeCustomerId: subscriber.customer,
      livemode: false,
      payload: body,
      occurredAt: new Date(),
      leaseUntil: new Date(Date.now() + 60_000),
    },
  });
  expect(await sweepInbox()).toBe(0);
  await forgetLease(event?.id ?? "");
  expect(await sweepInbox()).toBe(1);
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "trialing" });
});

test("effect and handled mark are written together or not at all", async () => {
  const subscriber = await subscribe();
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "invoice.paid");
  const where = { stripeCustomerId: subscriber.customer };
  world.network.after = async ({ path }) => {
    // Somebody takes the lease over after Stripe was read: the write must come to nothing, the mark included.
    if (path === "/v1/charges") await db().billingCustomer.update({ where, data: { leaseFence: { increment: 1 } } });
  };
  await deliver(event ?? expect.fail());
  await backgroundIdle();
  expect(await subscriptionOf(subscriber)).toBeNull();
  expect(await getInboxEvent(event?.id ?? "")).toMatchObject({ state: "failed", handledAt: null });
  world.calm();
  await db().billingCustomer.update({ where, data: { leaseUntil: null } });
  await forgetLease(event?.id ?? "");
  await sweepInbox();
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "trialing" });
  expect(await getInboxEvent(event?.id ?? "")).toMatchObject({ state: "handled" });
});

test("a sync whose lease was taken over writes nothing, and the one that took over wins", async () => {
  const subscriber = await subscribe();
  await syncCustomer(subscriber.customer);
  const before = await subscriptionOf(subscriber);
  let hasReadOldState = (): void => undefined;
  let mayGoOn = (): void => undefined;
  const oldStateWasRead = new Promise<void>((resolve) => (hasReadOldState = resolve));
  const goOn = new Promise<void>((resolve) => (mayGoOn = resolve));
  world.network.after = async ({ path }) => {
    if (path !== "/v1/subscriptions") return;
    world.network.after = async () => undefined;
    hasReadOldState();
    await goOn;
  };
  const slow = syncCustomer(subscriber.customer);
  await oldStateWasRead;
  // The slow one now holds an answer from before the cancellation, and its minute is over.
  await stripe().subscriptions.cancel(before?.stripeSubscriptionId ?? "");
  await db().billingCustomer.updateMany({
    where: { stripeCustomerId: subscriber.customer },
    data: { leaseUntil: new Date(0) },
  });
  expect(await syncCustomer(subscriber.customer)).toBe("updated");
  mayGoOn();
  await expect(slow).rejects.toSatisfy((error) => isAppError(error, "lease_lost"));
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "canceled" });
});

/** Lets a sync begin its read and holds it there; `goOn` lets it finish. */
function holdFirstRead() {
  let mayGoOn = (): void => undefined;
  let hasBegun = (): void => undefined;
  const goOn = new Promise<void>((resolve) => (mayGoOn = resolve));
  const begun = new Promise<void>((resolve) => (hasBegun = resolve));
  world.network.after = async ({ path }) => {
    if (path !== "/v1/subscriptions") return;
    world.network.after = async () => undefined;
    hasBegun();
    await goOn;
  };
  return { begun, goOn: () => mayGoOn() };
}

const looks = () => world.network.log.filter((call) => call === "GET /v1/subscriptions").length;

test("of many who ask at once, those who asked before a read began are answered by it, and none by an older one", async () => {
  const subscriber = await subscribe();
  await syncCustomer(subscriber.customer);
  const { stripeSubscriptionId } = (await subscriptionOf(subscriber)) ?? expect.fail();
  const read = holdFirstRead();
  world.network.log.length = 0;
  const first = syncCustomer(subscriber.customer);
  await read.begun;
  // The read above holds an answer from before this; whoever asks from here on must not be given it.
  await stripe().subscriptions.update(stripeSubscriptionId, { cancel_at_period_end: true });
  const later = [1, 2, 3, 4, 5].map(() => syncCustomer(subscriber.customer));
  read.goOn();
  expect(await first).toBe("unchanged");
  expect(new Set(await Promise.all(later))).toEqual(new Set(["updated"]));
  expect(await subscriptionOf(subscriber)).toMatchObject({ cancelAtPeriodEnd: true });
  expect(looks()).toBe(2);
});

test("a sync request that was answered while it took the lease does no work, and releases it", async () => {
  const subscriber = await subscribe();
  const answers = [null, "updated" as const];
  const asked = withCustomerLease(subscriber.customer, async () => expect.fail("the work was done again"), {
    unless: () => answers.shift() ?? null,
  });
  expect(await asked).toBe("updated");
  expect(await withCustomerLease(subscriber.customer, async () => "free again")).toBe("free again");
});

test("any look at a customer settles the events of theirs that wait, whoever asked for it", async () => {
  const subscriber = await subscribe();
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "invoice.paid");
  world.network.before = () => "down";
  await deliver(event ?? expect.fail());
  await backgroundIdle();
  world.calm();
  await syncCustomer(subscriber.customer);
  expect(await getInboxEvent(event?.id ?? "")).toMatchObject({ state: "handled", lastError: null });
  expect(await handleInboxEvent(event?.id ?? "")).toBe("busy");
  expect(looks()).toBe(1);
});

test("a lease that stays taken turns the caller away, and is waited for with pauses", async () => {
  const subscriber = await subscribe();
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  await withCustomerLease(subscriber.customer, async () => {
    await expect(syncCustomer(subscriber.customer, { pause })).rejects.toMatchObject({ code: "unavailable" });
  });
  expect(pauses.length).toBeGreaterThan(5);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(6_000);
  expect(await syncCustomer(subscriber.customer)).toBe("updated");
});

test("a customer whose making we never heard of is recognised by what it carries", async () => {
  const subscriber = await subscribe();
  await db().billingCustomer.deleteMany({ where: { accountId: subscriber.accountId } });
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "customer.subscription.created");
  await deliver(event ?? expect.fail());
  await backgroundIdle();
  expect(await findStripeCustomer(subscriber.accountId)).toBe(subscriber.customer);
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "trialing" });
});

test("an event about a stranger is kept, left alone, and says why", async () => {
  const subscriber = await subscribe();
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "invoice.paid");
  const stranger = await stripe().customers.create({ email: "stranger@example.com" });
  const id = "evt_about_a_stranger";
  await deliver({
    ...(event ?? expect.fail()),
    id,
    data: { object: { object: "invoice", customer: stranger.id } },
  } as Stripe.Event);
  await backgroundIdle();
  expect(await getInboxEvent(id)).toMatchObject({
    state: "ignored",
    accountId: null,
    lastError: "The customer at Stripe names no account of ours.",
  });
});

test("staff can have an event handled again, which the audit log names them for", async () => {
  const subscriber = await subscribe();
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "invoice.paid");
  await deliver(event ?? expect.fail());
  await backgroundIdle();
  await db().subscription.deleteMany({ where: { accountId: subscriber.accountId } });
  const actor = { kind: "staff", userId: "00000000-0000-0000-0000-000000000001", role: "operator" } as const;
  expect(await replayInboxEvent({ actor, stripeEventId: event?.id ?? "" })).toBe("handled");
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "trialing" });
  expect(await db().auditRecord.findFirst({ where: { subjectId: event?.id ?? "" } })).toMatchObject({
    action: "inbox.event_replayed",
    actorId: actor.userId,
  });
  await expect(replayInboxEvent({ actor, stripeEventId: "evt_none" })).rejects.toMatchObject({ code: "not_found" });
});

test("an event that keeps failing is a dead letter that staff find, is tried on, and is none any more once it is handled", async () => {
  const subscriber = await subscribe();
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "invoice.paid");
  const { id = "" } = event ?? {};
  world.network.before = () => "down";
  await deliver(event ?? expect.fail());
  await backgroundIdle();
  await db().webhookEvent.update({ where: { stripeEventId: id }, data: { attempts: 10 } });
  const deadLetters = async () => (await listInboxEvents({ state: "dead" })).data.map((entry) => entry.stripeEventId);
  for (const found of [[], [id], [id]]) {
    await forgetLease(id);
    expect(await sweepInbox()).toBe(1);
    expect(await deadLetters()).toEqual(found);
  }
  const before = Date.now();
  expect(await countInboxEvents()).toMatchObject({ dead: 1 });
  const { nextAttemptAt } = await getInboxEvent(id);
  expect(nextAttemptAt.getTime() - before).toBeGreaterThan(3_500_000);
  expect(nextAttemptAt.getTime() - before).toBeLessThanOrEqual(3_600_000);
  world.calm();
  expect(await handleInboxEvent(id)).toBe("handled");
  expect(await getInboxEvent(id)).toMatchObject({ state: "handled", deadAt: null });
  expect(await deadLetters()).toEqual([]);
});

test("a genuine event after a refusal is taken in as ever", async () => {
  const subscriber = await subscribe();
  const [event] = (await eventsOf(subscriber)).filter(({ type }) => type === "customer.subscription.created");
  const forged = delivery(JSON.stringify(event), { secret: "whsec_another" });
  await expect(receiveStripeEvent(forged)).rejects.toMatchObject({ code: "signature_invalid" });
  expect((await deliver(event ?? expect.fail())).status).toBe(200);
  await backgroundIdle();
  expect(await subscriptionOf(subscriber)).toMatchObject({ status: "trialing" });
});
