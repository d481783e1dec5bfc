import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { refundableMinor } from "@/lib/billing/decide-refund";
import { recoverMoneyCall, sweepMoney } from "@/lib/billing/internal/money/money-calls";
import { sweepOverdue } from "@/lib/billing/internal/sync/sweep-overdue";
import { refundCharge } from "@/lib/billing/refund-charge";
import { findReservedRefunds } from "@/lib/billing/reserved-refunds";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, type StripeCall, startBillingWorld, type Verdict } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

const staff = { kind: "staff", userId: randomUUID(), role: "finance" } as const;

type Payer = { accountId: string; charge: Stripe.Charge };

/** Somebody who has had a subscription before, so that the second one takes its money at once. */
async function payer(): Promise<Payer> {
  const actor = await world.newCustomer();
  const { accountId } = actor;
  const buy = async () => {
    await world.sandbox.payCheckout((await startCheckout({ actor, accountId, priceKey: "pro_monthly_eur" })).url);
    await syncAccount(accountId);
  };
  await buy();
  const { stripeSubscriptionId } = await db().subscription.findFirstOrThrow({ where: { accountId } });
  await stripe().subscriptions.cancel(stripeSubscriptionId);
  await syncAccount(accountId);
  await buy();
  const customer = (await findStripeCustomer(accountId)) ?? "";
  const charge = (await stripe().charges.list({ customer })).data.find(({ amount }) => amount > 0);
  if (!charge) throw new Error("Nothing was charged.");
  return { accountId, charge };
}

/** A refund from a page on which this much had been given back, as it is when nothing was. */
const refund = ({ accountId, charge }: Payer, amountMinor: number, attempt: string = randomUUID(), shownMinor = 0) =>
  refundCharge({
    actor: staff,
    accountId,
    stripeChargeId: charge.id,
    amountMinor,
    currency: charge.currency,
    shownMinor,
    reason: "paid twice by mistake",
    attempt,
  });

const isRead = ({ method, path }: StripeCall) => method === "GET" && path.startsWith("/v1/customers");
/** Breaks the look at the customer with which every change ends, and nothing else. */
function breakSync(): void {
  world.network.before = (call) => (isRead(call) ? { status: 401, type: "invalid_request_error" } : "pass");
}
/** What our rows say of the payment. */
async function shown({ accountId, charge }: Payer) {
  const held = await db().charge.findUniqueOrThrow({ where: { stripeChargeId: charge.id } });
  const facts = { reservedMinor: 0, isUnsettled: false, ...(await findReservedRefunds(accountId)).get(charge.id) };
  return { ...facts, refundedMinor: held.refundedMinor, refundableMinor: refundableMinor({ ...held, ...facts }) };
}

const isRefund = ({ method, path }: StripeCall) => method === "POST" && path === "/v1/refunds";
function breakRefunds(verdict: Verdict): void {
  world.network.before = (call) => (isRefund(call) ? verdict : "pass");
}
const refundsSent = () => world.network.log.filter((call) => call === "POST /v1/refunds");
const refundsAtStripe = async ({ charge }: Payer) =>
  (await stripe().refunds.list({ charge: charge.id })).data.map(({ amount }) => amount);
const heldRefunds = ({ accountId }: Payer) =>
  db().moneyCall.findMany({ where: { accountId, kind: "refund_charge" }, orderBy: { createdAt: "asc" } });

test("an amount that was typed in another currency than the payment's gives nothing back", async () => {
  const payment = await payer();
  const inYen = refund({ ...payment, charge: { ...payment.charge, currency: "jpy" } }, 8);
  await expect(inYen).rejects.toMatchObject({ code: "invalid_request", field: "amount" });
  expect([refundsSent(), await heldRefunds(payment)]).toEqual([[], []]);
});

test("a part and then the rest can be given back, each with its audit row and its reason, and our copy says so", async () => {
  const payment = await payer();
  await refund(payment, 300);
  await refund(payment, payment.charge.amount - 300, randomUUID(), 300);
  expect((await refundsAtStripe(payment)).sort()).toEqual([300, payment.charge.amount - 300].sort());
  expect(await db().charge.findUnique({ where: { stripeChargeId: payment.charge.id } })).toMatchObject({
    refundedMinor: payment.charge.amount,
  });
  const records = await db().auditRecord.findMany({
    where: { accountId: payment.accountId, action: "charge.refund_requested" },
    orderBy: { at: "asc" },
  });
  expect(records).toMatchObject([
    { actorKind: "staff", actorId: staff.userId, subjectId: payment.charge.id },
    { subjectId: payment.charge.id },
  ]);
  const detail = await db().auditDetail.findUnique({ where: { recordId: records[0]?.id ?? "" } });
  expect(detail?.detail).toMatchObject({ reason: "paid twice by mistake", amountMinor: 300, currency: "eur" });
});

test("a refund that was carried out is reported as such although the sync after it fails, and the page knows of it", async () => {
  const payment = await payer();
  breakSync();
  await refund(payment, 200);
  expect(await refundsAtStripe(payment)).toEqual([200]);
  // Our copy is behind; what is left to give back is not.
  const left = payment.charge.amount - 200;
  expect(await shown(payment)).toMatchObject({ refundedMinor: 0, reservedMinor: 200, refundableMinor: left });
  world.calm();
  await refund(payment, 100, randomUUID(), 200);
  expect((await refundsAtStripe(payment)).sort()).toEqual([100, 200]);
  expect(await shown(payment)).toMatchObject({ refundedMinor: 300, reservedMinor: 0, refundableMinor: left - 100 });
});

test("a look that failed after a change is made up for, without any word from Stripe", async () => {
  const payment = await payer();
  breakSync();
  await refund(payment, 200);
  const [made] = await heldRefunds(payment);
  await db().moneyCall.update({ where: { id: made?.id }, data: { settledAt: new Date(Date.now() - 120_000) } });
  await sweepOverdue();
  expect(await shown(payment)).toMatchObject({ refundedMinor: 0 });
  world.calm();
  await sweepOverdue();
  expect(await shown(payment)).toMatchObject({ refundedMinor: 200, reservedMinor: 0 });
  await sweepOverdue();
  expect(world.network.log.filter((call) => call.startsWith("GET /v1/customers"))).toHaveLength(1);
});

test("a page that was shown before another refund gives nothing back: it is to be looked at again", async () => {
  const payment = await payer();
  await refund(payment, 200);
  await expect(refund(payment, 200)).rejects.toMatchObject({ code: "conflict" });
  expect(await refundsAtStripe(payment)).toEqual([200]);
  // What was given back at Stripe itself, and has not reached us yet, counts as well; afterwards our page shows it.
  await stripe().refunds.create({ charge: payment.charge.id, amount: 50 });
  await expect(refund(payment, 200, randomUUID(), 200)).rejects.toMatchObject({ code: "conflict" });
  expect(await shown(payment)).toMatchObject({ refundedMinor: 250 });
});

test("a second click on the same button gives nothing back a second time, at once or later", async () => {
  const payment = await payer();
  const attempt = randomUUID();
  world.calm();
  const clicks = await Promise.allSettled([1, 2, 3].map(() => refund(payment, 200, attempt)));
  expect(clicks.some(({ status }) => status === "fulfilled")).toBe(true);
  await refund(payment, 200, attempt);
  expect(await refundsAtStripe(payment)).toEqual([200]);
  expect(refundsSent()).toHaveLength(1);
});

test("an attempt that was used for another amount or another charge is refused", async () => {
  const [payment, other] = [await payer(), await payer()];
  const attempt = randomUUID();
  await refund(payment, 200, attempt);
  await expect(refund(payment, 201, attempt)).rejects.toMatchObject({ code: "idempotency_key_reused" });
  await expect(refund(other, 200, attempt)).rejects.toMatchObject({ code: "idempotency_key_reused" });
  expect([await refundsAtStripe(payment), await refundsAtStripe(other)]).toEqual([[200], []]);
});

test("several people at once never give back more than was paid", async () => {
  const payment = await payer();
  const half = Math.floor(payment.charge.amount / 2) + 1;
  const answers = await Promise.allSettled([1, 2, 3].map(() => refund(payment, half)));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await refundsAtStripe(payment)).toEqual([half]);
  expect(refundsSent()).toHaveLength(1);
});

test.each(["lose_answer", "down"] as const)("a refund that fails by %s is settled with one effect", async (verdict) => {
  const payment = await payer();
  breakRefunds(verdict);
  await expect(refund(payment, 500)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  // While it is not known what became of it, nothing else is given back of this payment, and the page says so.
  await expect(refund(payment, 100)).rejects.toMatchObject({ code: "idempotency_in_flight" });
  expect(await shown(payment)).toMatchObject({ reservedMinor: 500, refundableMinor: 0 });
  await Promise.all([sweepMoney(), sweepMoney()]);
  expect(await refundsAtStripe(payment)).toEqual([500]);
  expect(await heldRefunds(payment)).toMatchObject([{ state: "succeeded", amountMinor: 500 }]);
});

test("a lost refund is not dropped because another one of the same charge came later", async () => {
  const payment = await payer();
  await refund(payment, 100);
  breakRefunds("lose_answer");
  await expect(refund(payment, 200, randomUUID(), 100)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  const lost = (await heldRefunds(payment)).find(({ state }) => state === "unknown");
  await db().moneyCall.update({ where: { id: lost?.id }, data: { createdAt: new Date(Date.now() - 60_000) } });
  await recoverMoneyCall(lost?.id ?? "");
  expect(await heldRefunds(payment)).toMatchObject([{ state: "succeeded" }, { state: "succeeded" }]);
  expect((await refundsAtStripe(payment)).sort()).toEqual([100, 200]);
});

test("trying again from a new page after a lost answer gives nothing back twice", async () => {
  const payment = await payer();
  breakRefunds("lose_answer");
  await expect(refund(payment, 200)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  await refund(payment, 200);
  expect(await refundsAtStripe(payment)).toEqual([200]);
  expect(await heldRefunds(payment)).toMatchObject([{ state: "succeeded" }]);
});

test("a refund of whose key Stripe knows nothing any more is looked for, and not sent again", async () => {
  const payment = await payer();
  breakRefunds("lose_answer");
  await expect(refund(payment, 200)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  const [lost] = await heldRefunds(payment);
  await db().moneyCall.update({ where: { id: lost?.id }, data: { createdAt: new Date(Date.now() - 30 * 3_600_000) } });
  await sweepMoney();
  expect(await heldRefunds(payment)).toMatchObject([{ state: "succeeded" }]);
  expect(refundsSent()).toEqual([]);
});

test("somebody else's charge, one that failed, and one that is disputed are not touched", async () => {
  const [payment, other] = [await payer(), await payer()];
  await expect(refund({ ...payment, charge: other.charge }, 100)).rejects.toMatchObject({ code: "not_found" });
  const where = { stripeChargeId: payment.charge.id };
  await expect(refund({ ...payment, charge: { ...payment.charge, id: "ch_nobody" } }, 1)).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(refund(payment, payment.charge.amount + 1)).rejects.toMatchObject({ code: "limit_reached" });
  expect(await db().charge.count({ where: { ...where, refundedMinor: { gt: 0 } } })).toBe(0);
  expect([await heldRefunds(payment), await heldRefunds(other)]).toEqual([[], []]);
});

test("what Stripe refuses is written down as refused, and can be tried again", async () => {
  const payment = await payer();
  breakRefunds({ status: 400, type: "invalid_request_error", code: "charge_disputed" });
  const attempt = randomUUID();
  await expect(refund(payment, 200, attempt)).rejects.toMatchObject({ code: "conflict" });
  expect(await heldRefunds(payment)).toMatchObject([{ state: "refused", errorCode: "charge_disputed" }]);
  world.calm();
  await expect(refund(payment, 200, attempt)).rejects.toMatchObject({ code: "conflict" });
  await refund(payment, 200);
  expect(await refundsAtStripe(payment)).toEqual([200]);
});
