import type Stripe from "stripe";
import { expect, test } from "vitest";
import { inSandbox } from "./in-sandbox";
import { eventTypes } from "./shop";

const timeout = 30_000;
const day = 86_400;
const start = new Date("2026-03-02T09:00:00Z");

async function pay(stripe: Stripe, card: string, amount = 10_000): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ amount, currency: "eur", confirm: true, payment_method: card });
}

/** Amounts and fees of all entries, oldest first. */
async function ledger(stripe: Stripe): Promise<[string, number, number][]> {
  const entries = await stripe.balanceTransactions.list({ limit: 100 });
  return entries.data.reverse().map(({ type, amount, fee }) => [type, amount, fee]);
}

test("refunds never give back more than was paid, and the fee stays", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const intent = await pay(stripe, "pm_card_visa");
    await stripe.refunds.create({ payment_intent: intent.id, amount: 4_000, reason: "requested_by_customer" });
    await expect(stripe.refunds.create({ payment_intent: intent.id, amount: 6_001 })).rejects.toMatchObject({
      statusCode: 400,
      param: "amount",
    });
    await stripe.refunds.create({ payment_intent: intent.id });
    await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    const charge = await stripe.charges.retrieve(String(intent.latest_charge), { expand: ["refunds"] });
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 10_000 });
    expect(charge.refunds?.data).toHaveLength(2);
    expect(await ledger(stripe)).toEqual([
      ["charge", 10_000, 320],
      ["refund", -4_000, 0],
      ["refund", -6_000, 0],
    ]);
    const balance = await stripe.balance.retrieve();
    expect(balance.pending).toMatchObject([{ amount: -320, currency: "eur" }]);
  }),
);

test("a refund that fails later gives the money back to the shop and can be tried again", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const failing = await pay(stripe, "pm_card_refundFail");
    const slow = await pay(stripe, "pm_card_pendingRefund");
    const refund = await stripe.refunds.create({ payment_intent: failing.id });
    const pending = await stripe.refunds.create({ payment_intent: slow.id });
    expect([refund.status, pending.status]).toEqual(["succeeded", "pending"]);
    await sandbox.advanceBy(200);
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: "failed",
      failure_reason: "expired_or_canceled_card",
    });
    expect((await stripe.refunds.retrieve(pending.id)).status).toBe("succeeded");
    expect(await stripe.charges.retrieve(String(failing.latest_charge))).toMatchObject({
      refunded: false,
      amount_refunded: 0,
    });
    expect((await ledger(stripe)).at(-1)).toEqual(["refund_failure", 10_000, 0]);
    expect(await eventTypes(stripe)).toContain("refund.failed");
  }),
);

test("a chargeback takes amount and fee at once, and gives both back only when it is won", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const won = await pay(stripe, "pm_card_createDispute");
    const ignored = await pay(stripe, "pm_card_createDisputeProductNotReceived");
    const disputeOf = async (intent: Stripe.PaymentIntent) => {
      const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
      if (!dispute) throw new Error("There is no dispute");
      return dispute;
    };
    const first = await disputeOf(won);
    expect(first).toMatchObject({ status: "needs_response", reason: "fraudulent", is_charge_refundable: false });
    expect(first.balance_transactions).toMatchObject([{ amount: -10_000, fee: 1_500, net: -11_500 }]);
    await expect(stripe.refunds.create({ payment_intent: won.id })).rejects.toMatchObject({ code: "charge_disputed" });
    const draft = await stripe.disputes.update(first.id, { evidence: { customer_name: "Ada" }, submit: false });
    expect(draft).toMatchObject({ status: "needs_response", evidence_details: { submission_count: 0 } });
    const sent = await stripe.disputes.update(first.id, { evidence: { uncategorized_text: "winning_evidence" } });
    expect(sent).toMatchObject({ status: "under_review", evidence: { customer_name: "Ada" } });
    const again = stripe.disputes.update(first.id, { evidence: { uncategorized_text: "losing_evidence" } });
    await expect(again).rejects.toMatchObject({ statusCode: 400 });
    await sandbox.advanceBy(16 * day);
    expect((await disputeOf(won)).status).toBe("won");
    expect((await disputeOf(ignored)).status).toBe("lost");
    const disputes = (await ledger(stripe)).filter(([type]) => type === "adjustment");
    expect(disputes).toEqual([
      ["adjustment", -10_000, 1_500],
      ["adjustment", -10_000, 1_500],
      ["adjustment", 10_000, -1_500],
    ]);
    const told = (await eventTypes(stripe)).filter((type) => type.startsWith("charge.dispute."));
    expect(told.slice(-3)).toEqual([
      "charge.dispute.closed",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
    ]);
  }),
);

test("an inquiry moves no money unless it escalates, and the charge can be refunded meanwhile", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const [asked, escalating] = [
      await pay(stripe, "pm_card_createDisputeInquiry"),
      await pay(stripe, "pm_card_createDisputeInquiry"),
    ];
    const [second, first] = (await stripe.disputes.list()).data;
    expect(first).toMatchObject({ status: "warning_needs_response", balance_transactions: [] });
    await stripe.refunds.create({ payment_intent: asked.id });
    expect(await stripe.disputes.close(first?.id ?? "")).toMatchObject({ status: "warning_closed" });
    await stripe.disputes.update(second?.id ?? "", { evidence: { uncategorized_text: "escalate_inquiry_evidence" } });
    await sandbox.advanceBy(5);
    const chargeback = await stripe.disputes.retrieve(second?.id ?? "");
    expect(chargeback).toMatchObject({ status: "needs_response", payment_intent: escalating.id });
    expect((await ledger(stripe)).map(([type]) => type)).toEqual(["charge", "charge", "refund", "adjustment"]);
  }),
);

test("money becomes available two days after a payment, or at once with the card for it", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    await pay(stripe, "pm_card_visa");
    await pay(stripe, "pm_card_bypassPending", 1_000);
    expect(await stripe.balance.retrieve()).toMatchObject({
      available: [{ amount: 941 }],
      pending: [{ amount: 9_680 }],
    });
    await sandbox.advanceBy(2 * day);
    expect(await stripe.balance.retrieve()).toMatchObject({ available: [{ amount: 10_621 }], pending: [] });
  }),
);
