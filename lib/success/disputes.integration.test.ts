import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { importFromStripe } from "@/lib/billing/import-from-stripe";
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
import { getInvoice } from "@/lib/success/get-invoice";
import { type BillingWorld, delivery, startBillingWorld } from "@/tests/billing-world";
import { customerTimeline } from "@/tests/customer-timeline";

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

/** Lets their trial end, so that its first invoice is paid with this card. */
async function payFirstInvoice({ accountId, customer }: Payer, card: string): Promise<string> {
  const method = await stripe().paymentMethods.attach(card, { customer });
  const { stripeSubscriptionId } = await db().subscription.findFirstOrThrow({ where: { accountId } });
  await stripe().subscriptions.update(stripeSubscriptionId, { default_payment_method: method.id });
  await world.sandbox.advanceBy(14 * 86_400 + 60);
  const [charge] = (await stripe().charges.list({ customer, limit: 1 })).data;
  return charge?.id ?? expect.fail("Nothing was paid.");
}

async function answer(charge: string, evidence: string): Promise<void> {
  const [dispute] = (await stripe().disputes.list({ charge })).data;
  await stripe().disputes.update(dispute?.id ?? "", { evidence: { uncategorized_text: evidence } });
  await world.sandbox.advanceBy(5);
}

const pageOf = (accountId: string) => getCustomer(toPublicId("account", accountId));

/** What staff read of the payment and its dispute, on the customer's timeline. */
async function sentences(accountId: string) {
  const { data } = await customerTimeline((await pageOf(accountId)).subject, { kinds: ["money"] });
  const said = data.filter(({ source }) => source === "dispute" || source === "charge");
  return said.map(({ sentence: { code, values }, tone }) => [code, values.stage, tone]);
}

const heldDisputes = (accountId: string) =>
  db().dispute.findMany({ where: { accountId }, orderBy: { openedAt: "asc" } });
const disputesAsked = () => world.network.log.filter((call) => call.startsWith("GET /v1/disputes"));
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
  const { data } = await customerTimeline(page.subject);
  const codes = data.map(({ source, id, sentence }) => (source === "event" ? id : sentence.code));
  expect(codes).toEqual(expect.arrayContaining(["billing.charge_disputed", event.id]));
});

test.each([
  ["winning_evidence", "won", { isWithdrawn: false }, ["billing.dispute_won", "good"], 0],
  ["losing_evidence", "lost", { isWithdrawn: true }, ["billing.dispute_lost", "bad"], 800],
] as const)("staff read what a bank wants and until when, and after %s that it was %s", async (...expected) => {
  const [evidence, status, money, [sentence, tone], withdrawnMinor] = expected;
  const someone = await payer();
  const { accountId } = someone;
  const charge = await payFirstInvoice(someone, "pm_card_createDispute");
  await deliver(await oneEvent(charge, "charge.dispute.created"));
  const [dispute] = (await stripe().disputes.list({ charge })).data;
  const dueAt = new Date((dispute?.evidence_details.due_by ?? 0) * 1000);
  expect(await heldDisputes(accountId)).toMatchObject([
    {
      ...{ stripeDisputeId: dispute?.id, stripeChargeId: charge, status: "needs_response", reason: "fraudulent" },
      ...{ currency: "eur", amountMinor: 800, isWithdrawn: true, evidenceDueAt: dueAt },
      openedAt: new Date((dispute?.created ?? 0) * 1000),
    },
  ]);
  const open = await pageOf(accountId);
  expect(open.charges).toMatchObject([
    { stripeChargeId: charge, disputes: [{ stage: "answer", evidenceDueAt: dueAt }] },
  ]);
  expect(open.money).toMatchObject([{ paidMinor: 800, withdrawnMinor: 800 }]);
  expect(await sentences(accountId)).toEqual([
    ["billing.dispute_answer", undefined, "warning"],
    ["billing.charge_disputed", "answer", "warning"],
  ]);

  await answer(charge, evidence);
  await deliver(await oneEvent(charge, "charge.dispute.closed"));
  expect(await heldDisputes(accountId)).toMatchObject([{ status, ...money }]);
  const decided = await pageOf(accountId);
  expect(decided.charges).toMatchObject([{ disputes: [{ stage: status }] }]);
  expect(decided.money).toMatchObject([{ paidMinor: 800, withdrawnMinor }]);
  expect(await sentences(accountId)).toEqual([
    [sentence, undefined, tone],
    ["billing.charge_disputed", status, tone],
  ]);
  const { stripeInvoiceId } = await db().charge.findUniqueOrThrow({ where: { stripeChargeId: charge } });
  expect((await getInvoice(stripeInvoiceId ?? "")).disputes).toMatchObject([{ stage: status, reason: "fraudulent" }]);
});

test("a bank that only asks takes no money, and when it leaves it at that staff read so", async () => {
  const someone = await payer();
  const { accountId } = someone;
  const charge = await payFirstInvoice(someone, "pm_card_createDisputeInquiry");
  await deliver(await oneEvent(charge, "charge.dispute.created"));
  expect(await heldDisputes(accountId)).toMatchObject([{ status: "warning_needs_response", isWithdrawn: false }]);
  expect((await pageOf(accountId)).money).toMatchObject([{ withdrawnMinor: 0 }]);
  await world.sandbox.advanceBy(16 * 86_400);
  await deliver(await oneEvent(charge, "charge.dispute.closed"));
  expect(await heldDisputes(accountId)).toMatchObject([{ status: "warning_closed", isWithdrawn: false }]);
  expect(await sentences(accountId)).toContainEqual(["billing.dispute_closed", undefined, "neutral"]);
});

test("the first import brings in how each dispute stands, and asks for those of disputed payments alone", async () => {
  const cards = { won: "winning_evidence", lost: "losing_evidence", needs_response: null } as const;
  const charges = new Map<string, string>();
  for (const [status, evidence] of Object.entries(cards)) {
    const { id } = await stripe().customers.create({ email: `${status}-${randomUUID()}@example.com` });
    await pay(id, "pm_card_visa");
    const charge = await pay(id, "pm_card_createDispute");
    if (evidence) await answer(charge, evidence);
    charges.set(charge, status);
  }
  const { data: all } = await stripe().charges.list({ limit: 100 });
  world.calm();
  await importFromStripe();
  const held = await db().dispute.findMany({ where: { stripeChargeId: { in: [...charges.keys()] } } });
  expect(new Map(held.map(({ stripeChargeId, status }) => [stripeChargeId, status]))).toEqual(charges);
  expect(disputesAsked()).toHaveLength(all.filter(({ disputed, customer }) => disputed && customer).length);
});

test("every turn of a dispute is taken in, also when it comes twice", async () => {
  const { accountId, customer } = await payer();
  const charge = await pay(customer, "pm_card_createDispute");
  await answer(charge, "winning_evidence");
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
  expect(await heldDisputes(accountId)).toMatchObject([{ stripeChargeId: disputed, status: "needs_response" }]);
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
