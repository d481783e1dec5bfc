import { afterAll, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { ensureStripeCustomer, findStripeCustomer } from "@/lib/billing/stripe-customer";
import { dayMs } from "@/lib/core/time";
import { getStanding } from "@/lib/entitlements/get-standing";
import { clock } from "@/lib/platform/clock";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

// Here the sandbox delivers its webhooks, and moves the clock of both.
beforeAll(async () => {
  world = await startBillingWorld();
});
afterAll(() => world.stop());

type Buyer = Awaited<ReturnType<BillingWorld["newCustomer"]>>;
const declining = "4000000000000341";
const asking = "4000000000003220";
const days = (count: number) => world.sandbox.advanceBy((count * dayMs) / 1000);
const standingOf = ({ accountId }: Buyer) => getStanding(accountId);

async function subscribe(card: string): Promise<Buyer> {
  const actor = await world.newCustomer();
  const { url } = await startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });
  const answer = await world.sandbox.payCheckout(url, { card });
  if (answer.redirectedTo?.includes("/authenticate")) await world.sandbox.authenticate(answer.redirectedTo, "agree");
  await world.settled();
  return actor;
}

/** Pays what is open with another card, as the customer does on Stripe's page for an invoice. */
async function pay(actor: Buyer, stripeInvoiceId: string): Promise<void> {
  const customer = (await findStripeCustomer(actor.accountId)) ?? "";
  const method = await stripe().paymentMethods.attach("pm_card_visa", { customer });
  await stripe().invoices.pay(stripeInvoiceId, { payment_method: method.id });
  await world.settled();
}

async function sell(actor: Buyer, terms: object): Promise<void> {
  const customer = await ensureStripeCustomer(actor.accountId);
  const [price] = (await stripe().prices.list({ lookup_keys: ["pro_monthly_eur"] })).data;
  await stripe().subscriptions.create({ customer, items: [{ price: price?.id ?? "" }], ...terms });
  await world.settled();
}

test("a failed renewal is owed and tried again; paying keeps the plan, and in time nothing is owed", async () => {
  const actor = await subscribe(declining);
  await days(15);
  const { decision, billing, debts } = await standingOf(actor);
  expect(debts.owed).toMatchObject([{ amountMinor: 800, cause: "declined", plan: "pro", paying: "keeps" }]);
  const [debt] = debts.owed;
  expect(debt?.until).toEqual(decision.right?.until);
  expect(debt?.retryAt).toEqual(billing.nextCharge?.at);
  expect(debt?.stripeInvoiceId).toBe(billing.nextCharge?.stripeInvoiceId);
  await pay(actor, debt?.stripeInvoiceId ?? "");
  expect(await standingOf(actor)).toMatchObject({ decision: { plan: "pro" }, debts: { owed: [], paidLate: null } });
});

test("a customer who pays after the subscription ended is told that the plan did not come back, until they subscribe again", async () => {
  const actor = await subscribe(declining);
  await days(14 + 31);
  const { decision, billing, debts } = await standingOf(actor);
  expect([decision.status, billing.status, billing.nextCharge]).toEqual(["ended", "canceled", null]);
  expect(debts.owed).toMatchObject([{ amountMinor: 800, retryAt: null, paying: "nothing", endedAt: expect.any(Date) }]);
  const [debt] = debts.owed;
  await pay(actor, debt?.stripeInvoiceId ?? "");
  expect(await standingOf(actor)).toMatchObject({
    decision: { plan: "free" },
    debts: { owed: [], paidLate: { stripeInvoiceId: debt?.stripeInvoiceId, amountMinor: 800, endedAt: debt?.endedAt } },
  });
  const { url } = await startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });
  await world.sandbox.payCheckout(url, { card: "4242424242424242" });
  await world.settled();
  expect(await standingOf(actor)).toMatchObject({ decision: { plan: "pro" }, debts: { owed: [], paidLate: null } });
});

test("a subscription that is left unpaid is not tried again, and paying opens the plan", async () => {
  const actor = await world.newCustomer();
  const customer = await ensureStripeCustomer(actor.accountId);
  const method = await stripe().paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  const start = Math.floor(clock.now().getTime() / 1000);
  await sell(actor, {
    default_payment_method: method.id,
    trial_end: start + 86_400,
    metadata: { sandbox_after_retries: "unpaid" },
  });
  await days(20);
  const { billing, decision, debts } = await standingOf(actor);
  expect([billing.status, decision.plan]).toEqual(["unpaid", "free"]);
  expect(debts.owed).toMatchObject([{ cause: "declined", retryAt: null, paying: "restores", endedAt: null }]);
  await pay(actor, debts.owed[0]?.stripeInvoiceId ?? "");
  expect(await standingOf(actor)).toMatchObject({ decision: { plan: "pro" }, debts: { owed: [] } });
});

test("a payment that the bank wants confirmed waits for its payer and is not said to be retried", async () => {
  const actor = await subscribe(asking);
  await days(15);
  const { billing, debts } = await standingOf(actor);
  expect(billing.status).toBe("past_due");
  expect(debts.owed).toMatchObject([{ cause: "confirmation", retryAt: null, paying: "keeps" }]);
  expect(billing.nextCharge?.stripeInvoiceId ?? null).toBeNull();
});

test("an invoice that was sent is paid by hand until its day, and is never tried", async () => {
  const actor = await world.newCustomer();
  await sell(actor, { collection_method: "send_invoice", days_until_due: 7 });
  await days(1);
  const { decision, debts } = await standingOf(actor);
  expect(decision.plan).toBe("pro");
  expect(debts.owed).toMatchObject([{ cause: "sent", retryAt: null, paying: "keeps", dueAt: expect.any(Date) }]);
  expect(debts.owed[0]?.until).toEqual(debts.owed[0]?.dueAt);
});

test("a first payment that fails starts the plan when it is paid within its hours, and is owed no longer after them", async () => {
  const actor = await world.newCustomer();
  const customer = await ensureStripeCustomer(actor.accountId);
  const method = await stripe().paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await sell(actor, { default_payment_method: method.id });
  const { debts } = await standingOf(actor);
  expect(debts.owed).toMatchObject([{ cause: "declined", retryAt: null, paying: "starts", until: expect.any(Date) }]);
  await days(2);
  expect(await standingOf(actor)).toMatchObject({ decision: { plan: "free" }, debts: { owed: [], paidLate: null } });
});
