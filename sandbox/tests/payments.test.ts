import type Stripe from "stripe";
import { expect, test } from "vitest";
import { inSandbox } from "./in-sandbox";
import { eventTypes } from "./shop";

const timeout = 30_000;
const start = new Date("2026-03-02T09:00:00Z");

test("an intent goes from no method over confirmation to money, with one event for each step", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const intent = await stripe.paymentIntents.create({ amount: 2_000, currency: "eur" });
    expect(intent).toMatchObject({ status: "requires_payment_method", amount_received: 0 });
    const ready = await stripe.paymentIntents.update(intent.id, { payment_method: "pm_card_visa" });
    expect(ready.status).toBe("requires_confirmation");
    const paid = await stripe.paymentIntents.confirm(intent.id, { expand: ["latest_charge.balance_transaction"] });
    expect(paid).toMatchObject({
      status: "succeeded",
      amount_received: 2_000,
      latest_charge: { paid: true, balance_transaction: { amount: 2_000, fee: 88, net: 1_912, status: "pending" } },
    });
    await expect(stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    expect(await eventTypes(stripe)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
  }),
);

test("each declining card answers 402 with its code, leaves a failed charge, and another card pays", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const declines = {
      pm_card_chargeDeclined: ["card_declined", "generic_decline"],
      pm_card_visa_chargeDeclinedInsufficientFunds: ["card_declined", "insufficient_funds"],
      pm_card_visa_chargeDeclinedLostCard: ["card_declined", "lost_card"],
      pm_card_chargeDeclinedExpiredCard: ["expired_card", "expired_card"],
      pm_card_chargeDeclinedIncorrectCvc: ["incorrect_cvc", "incorrect_cvc"],
      pm_card_chargeDeclinedProcessingError: ["processing_error", "processing_error"],
    };
    const intent = await stripe.paymentIntents.create({ amount: 2_000, currency: "eur" });
    for (const [card, [code, decline_code]] of Object.entries(declines)) {
      const attempt = stripe.paymentIntents.confirm(intent.id, { payment_method: card });
      await expect(attempt).rejects.toMatchObject({
        statusCode: 402,
        type: "StripeCardError",
        code,
        decline_code,
        payment_intent: { id: intent.id, status: "requires_payment_method" },
      });
    }
    await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
    const charges = await stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data.map((charge) => charge.status)).toEqual(["succeeded", ...Array(6).fill("failed")]);
    expect((await stripe.balanceTransactions.list()).data).toHaveLength(1);
  }),
);

test("an authorisation is captured in part, canceled, or runs out after seven days", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const hold = () =>
      stripe.paymentIntents.create({
        amount: 5_000,
        currency: "eur",
        capture_method: "manual",
        confirm: true,
        payment_method: "pm_card_visa",
      });
    const [captured, canceled, forgotten] = [await hold(), await hold(), await hold()];
    expect(captured).toMatchObject({ status: "requires_capture", amount_capturable: 5_000 });
    await expect(stripe.paymentIntents.capture(captured.id, { amount_to_capture: 5_001 })).rejects.toMatchObject({
      code: "amount_too_large",
    });
    await stripe.paymentIntents.capture(captured.id, { amount_to_capture: 3_000 });
    await stripe.paymentIntents.cancel(canceled.id);
    await sandbox.advanceBy(7 * 86_400 + 1);
    expect(await stripe.paymentIntents.retrieve(captured.id)).toMatchObject({
      status: "succeeded",
      amount_received: 3_000,
    });
    expect(await stripe.paymentIntents.retrieve(canceled.id)).toMatchObject({ status: "canceled" });
    expect(await stripe.paymentIntents.retrieve(forgotten.id)).toMatchObject({
      status: "canceled",
      cancellation_reason: "automatic",
    });
    const booked = await stripe.balanceTransactions.list();
    expect(booked.data.map(({ amount }) => amount)).toEqual([3_000]);
  }),
);

test("a card that asks for authentication waits for its owner, and asks no more once set up", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const customer = await stripe.customers.create({ email: "ada@example.com" });
    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      confirm: true,
      payment_method: "pm_card_authenticationRequired",
      return_url: "http://127.0.0.1:1/back",
    });
    expect(setup.status).toBe("requires_action");
    const bank = setup.next_action?.redirect_to_url?.url ?? "";
    expect(await sandbox.authenticate(bank, "agree")).toEqual({
      redirectedTo: `http://127.0.0.1:1/back?setup_intent=${setup.id}&redirect_status=succeeded`,
    });
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    const pay = (payment_method: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
      stripe.paymentIntents.create({ amount: 900, currency: "eur", confirm: true, payment_method, ...more });
    const later = { customer: customer.id, off_session: true };
    expect((await pay(method?.id ?? "", later)).status).toBe("succeeded");
    await expect(pay("pm_card_authenticationRequired", { off_session: true })).rejects.toMatchObject({
      code: "authentication_required",
    });
    const always = await pay("pm_card_threeDSecure2Required", { return_url: "http://127.0.0.1:1/back" });
    await sandbox.authenticate(always.next_action?.redirect_to_url?.url ?? "", "refuse");
    expect(await stripe.paymentIntents.retrieve(always.id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "payment_intent_authentication_failure" },
      latest_charge: null,
    });
  }),
);

test("a direct debit is processing until business time decides it, and some are disputed then", { timeout }, () =>
  inSandbox({ start }, async ({ stripe, sandbox }) => {
    const debit = async (iban: string) => {
      const method = await stripe.paymentMethods.create({
        type: "sepa_debit",
        sepa_debit: { iban },
        billing_details: { name: "Ada Active", email: "ada@example.com" },
      });
      return stripe.paymentIntents.create({
        amount: 1_000,
        currency: "eur",
        confirm: true,
        payment_method: method.id,
        allowed_payment_method_types: ["sepa_debit"],
        mandate_data: { customer_acceptance: { type: "offline" } },
      });
    };
    const paid = await debit("NL39RABO0300065264");
    const late = await debit("NL55RABO0300065268");
    const failed = await debit("NL91ABNA0417164300");
    const disputed = await debit("NL62RABO0300065267");
    expect(paid.status).toBe("processing");
    await sandbox.advanceBy(10);
    const statusOf = async ({ id }: Stripe.PaymentIntent) => (await stripe.paymentIntents.retrieve(id)).status;
    expect([await statusOf(paid), await statusOf(late), await statusOf(failed), await statusOf(disputed)]).toEqual([
      "succeeded",
      "processing",
      "requires_payment_method",
      "succeeded",
    ]);
    await sandbox.advanceBy(180);
    expect(await statusOf(late)).toBe("succeeded");
    expect((await stripe.disputes.list({ payment_intent: disputed.id })).data).toHaveLength(1);
    await expect(debit("DE00370400440532013000")).rejects.toMatchObject({ code: "invalid_bank_account_iban" });
  }),
);

test("methods are attached once, updated, and gone from every default when detached", { timeout }, () =>
  inSandbox({ start }, async ({ stripe }) => {
    const refused = stripe.customers.create({ payment_method: "pm_card_chargeDeclined" });
    await expect(refused).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
    expect((await stripe.customers.list()).data).toHaveLength(0);
    const customer = await stripe.customers.create({
      payment_method: "pm_card_visa",
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const method = String(customer.invoice_settings.default_payment_method);
    const other = await stripe.customers.create({});
    await expect(stripe.paymentMethods.attach(method, { customer: other.id })).rejects.toMatchObject({
      statusCode: 400,
    });
    await stripe.paymentMethods.update(method, { metadata: { note: "main" }, card: { exp_month: 3 } });
    await stripe.paymentMethods.detach(method);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    expect((await eventTypes(stripe)).filter((type) => type.startsWith("payment_method."))).toEqual([
      "payment_method.attached",
      "payment_method.updated",
      "payment_method.detached",
    ]);
  }),
);
