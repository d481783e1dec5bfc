import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { sweepInbox } from "@/lib/billing/inbox";
import { getInboxEvent } from "@/lib/billing/inbox-listing";
import { receiveStripeEvent } from "@/lib/billing/receive-stripe-event";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import { toPublicId } from "@/lib/core/ids";
import { backgroundIdle } from "@/lib/platform/background";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { getCustomer } from "@/lib/success/get-customer";
import { getTimeline } from "@/lib/success/get-timeline";
import { type BillingWorld, delivery, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

// The tests hand over the sandbox's real events themselves.
beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

type Payer = { accountId: string; customer: string };

/** Somebody whose account we hold, and no payment of theirs yet. */
async function payer(): Promise<Payer> {
  const actor = await world.newCustomer();
  const { accountId } = actor;
  await world.sandbox.payCheckout((await startCheckout({ actor, accountId, priceKey: "pro_monthly_eur" })).url);
  await syncAccount(accountId);
  return { accountId, customer: (await findStripeCustomer(accountId)) ?? "" };
}

/** Takes money from them with one of Stripe's test cards. */
async function pay(customer: string | undefined, card: string): Promise<string> {
  const intent = await stripe().paymentIntents.create({
    amount: 2_000,
    currency: "eur",
    ...(customer && { customer }),
    payment_method: card,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    confirm: true,
  });
  return String(intent.latest_charge);
}

async function eventsAbout(charge: string, type: string): Promise<Stripe.Event[]> {
  const { data } = await stripe().events.list({ limit: 100, type });
  return data.filter(({ data: { object } }) => "charge" in object && object.charge === charge);
}

async function oneEvent(charge: string, type: string): Promise<Stripe.Event> {
  const [event] = await eventsAbout(charge, type);
  return event ?? expect.fail(`There is no ${type}.`);
}

async function deliver(event: Stripe.Event): Promise<void> {
  const { status } = await receiveStripeEvent(delivery(JSON.stringify(event)));
  expect(status).toBe(200);
  await backgroundIdle();
}

const heldCharge = (stripeChargeId: string) => db().charge.findUnique({ where: { stripeChargeId } });
const chargesAsked = (charge: string) => world.network.log.filter((call) => call === `GET /v1/charges/${charge}`);

test("a dispute names no customer, and is found by its charge where we hold it, without asking for it", async () => {
  const { accountId, customer } = await payer();
  const charge = await pay(customer, "pm_card_createDispute");
  await syncAccount(accountId);
  await db().charge.update({ where: { stripeChargeId: charge }, data: { isDisputed: false } });
  const event = await oneEvent(charge, "charge.dispute.created");
  expect(event.data.object).not.toHaveProperty("customer");
  world.calm();
  await deliver(event);
  expect(await heldCharge(charge)).toMatchObject({ accountId, isDisputed: true });
  expect(await getInboxEvent(event.id)).toMatchObject({ state: "handled", stripeCustomerId: customer, accountId });
  expect(chargesAsked(charge)).toEqual([]);
});

test("a dispute of a payment that we have not seen yet is found by asking, and stands on the customer's page", async () => {
  const { accountId, customer } = await payer();
  const charge = await pay(customer, "pm_card_createDispute");
  const event = await oneEvent(charge, "charge.dispute.created");
  await deliver(event);
  expect(chargesAsked(charge)).toHaveLength(1);
  const page = await getCustomer(toPublicId("account", accountId));
  expect(page.charges.find(({ stripeChargeId }) => stripeChargeId === charge)).toMatchObject({
    isDisputed: true,
    refundableMinor: 0,
  });
  const { data } = await getTimeline(page.subject);
  const codes = data.map(({ source, id, sentence }) => (source === "event" ? id : sentence.code));
  expect(codes).toEqual(expect.arrayContaining(["charge_disputed", event.id]));
});

test("every turn of a dispute is taken in, also when it comes twice", async () => {
  const { accountId, customer } = await payer();
  const charge = await pay(customer, "pm_card_createDispute");
  const [dispute] = (await stripe().disputes.list({ charge })).data;
  await stripe().disputes.update(dispute?.id ?? "", { evidence: { uncategorized_text: "winning_evidence" } });
  await world.sandbox.advanceBy(5);
  const turns = ["created", "funds_withdrawn", "updated", "closed", "funds_reinstated"];
  for (const turn of turns) {
    const event = await oneEvent(charge, `charge.dispute.${turn}`);
    await deliver(event);
    await deliver(event);
    expect(await getInboxEvent(event.id)).toMatchObject({ state: "handled", accountId, deliveries: 2 });
  }
});

test("while Stripe can't be asked whose payment it is, the event waits and is tried again", async () => {
  const { accountId, customer } = await payer();
  const charge = await pay(customer, "pm_card_createDispute");
  const event = await oneEvent(charge, "charge.dispute.created");
  world.network.before = () => "down";
  await deliver(event);
  expect(await getInboxEvent(event.id)).toMatchObject({ state: "failed", stripeCustomerId: null, attempts: 1 });
  world.calm();
  await db().webhookEvent.update({ where: { stripeEventId: event.id }, data: { nextAttemptAt: new Date(0) } });
  await sweepInbox();
  expect(await getInboxEvent(event.id)).toMatchObject({ state: "handled", accountId });
  expect(await heldCharge(charge)).toMatchObject({ isDisputed: true });
});

test("a payment whose customer we had not heard of is taken in with the customer, who names our account", async () => {
  const { accountId, customer } = await payer();
  const charge = await pay(customer, "pm_card_createDispute");
  await db().billingCustomer.deleteMany({ where: { accountId } });
  await deliver(await oneEvent(charge, "charge.dispute.created"));
  expect(await findStripeCustomer(accountId)).toBe(customer);
  expect(await heldCharge(charge)).toMatchObject({ accountId, isDisputed: true });
});

test("a stranger's dispute is put aside with a reason, and is not lost when they become ours", async () => {
  const { id: customer } = await stripe().customers.create({ email: "stranger@example.com" });
  const charge = await pay(customer, "pm_card_createDispute");
  const event = await oneEvent(charge, "charge.dispute.created");
  await deliver(event);
  expect(await getInboxEvent(event.id)).toMatchObject({
    state: "ignored",
    lastError: "The customer at Stripe names no account of ours.",
  });
  const { accountId } = await world.newCustomer();
  await db().billingCustomer.create({ data: { accountId, stripeCustomerId: customer } });
  await syncAccount(accountId);
  expect(await heldCharge(charge)).toMatchObject({ accountId, isDisputed: true });
});

test("a payment of nobody, and one that Stripe does not know, are put aside with a reason", async () => {
  const charge = await pay(undefined, "pm_card_createDispute");
  const event = await oneEvent(charge, "charge.dispute.created");
  await deliver(event);
  expect(await getInboxEvent(event.id)).toMatchObject({
    state: "ignored",
    lastError: "The payment belongs to no customer.",
  });
  const id = "evt_of_an_unknown_charge";
  await deliver({ ...event, id, data: { object: { object: "dispute", charge: "ch_nobody" } } } as Stripe.Event);
  expect(await getInboxEvent(id)).toMatchObject({
    state: "ignored",
    lastError: "The payment service knows no such payment.",
  });
});

test("what the event says about the dispute is not believed", async () => {
  const { accountId, customer } = await payer();
  const disputed = await pay(customer, "pm_card_createDispute");
  const calm = await pay(customer, "pm_card_visa");
  const event = await oneEvent(disputed, "charge.dispute.created");
  const data = { object: { ...event.data.object, charge: calm, status: "lost" } };
  await deliver({ ...event, id: "evt_of_another_charge", data } as Stripe.Event);
  expect(await heldCharge(calm)).toMatchObject({ accountId, isDisputed: false });
});

test("a refund that fails days later gives the payment back its amount in our copy", async () => {
  const { accountId, customer } = await payer();
  const charge = await pay(customer, "pm_card_refundFail");
  await stripe().refunds.create({ charge });
  await syncAccount(accountId);
  expect(await heldCharge(charge)).toMatchObject({ refundedMinor: 2_000 });
  await world.sandbox.advanceBy(600);
  const event = await oneEvent(charge, "refund.failed");
  await deliver(event);
  expect(await heldCharge(charge)).toMatchObject({ refundedMinor: 0 });
});
