import { expect, test } from "vitest";
import {
  type ChargeFacts,
  type DisputeFacts,
  decideBillingChange,
  type InvoiceFacts,
  type InvoiceLineFacts,
  type ObservedBilling,
  type StoredBilling,
  type SubscriptionFacts,
} from "@/lib/billing/internal/sync/decide-billing-change";
import { isLive, pickSubscription, toSubscriptionStatus } from "@/lib/billing/subscription-status";

const readAt = new Date("2026-11-22T12:00:00Z");
const start = new Date("2026-11-01T00:00:00Z");
const end = new Date("2026-12-01T00:00:00Z");

const subscription: SubscriptionFacts = {
  stripeSubscriptionId: "sub_1",
  stripePriceId: "price_1",
  status: "active",
  stripeStatus: "active",
  planKey: "pro",
  priceKey: "pro_monthly_eur",
  interval: "month",
  currency: "eur",
  amountMinor: 800,
  quantity: 1,
  hasNextPayment: true,
  nextAmountMinor: 800,
  startedAt: start,
  trialEndsAt: null,
  currentPeriodStart: start,
  currentPeriodEnd: end,
  cancelAtPeriodEnd: false,
  cancelAt: null,
  canceledAt: null,
  endedAt: null,
};

const invoice: InvoiceFacts = {
  stripeInvoiceId: "in_1",
  stripeSubscriptionId: "sub_1",
  number: "A-1",
  status: "paid",
  currency: "eur",
  totalMinor: 800,
  amountDueMinor: 800,
  amountPaidMinor: 800,
  attemptCount: 1,
  nextPaymentAttemptAt: null,
  collectionMethod: "charge_automatically",
  dueAt: null,
  isActionRequired: false,
  issuedAt: start,
  periodStart: start,
  periodEnd: end,
  paidAt: start,
  hostedUrl: null,
};

const line: InvoiceLineFacts = {
  stripeInvoiceLineId: "il_1",
  stripeInvoiceId: "in_1",
  stripeSubscriptionId: "sub_1",
  stripePriceId: "price_1",
  planKey: "pro",
  priceKey: "pro_monthly_eur",
  interval: "month",
  intervalCount: 1,
  currency: "eur",
  amountMinor: 800,
  discountMinor: 0,
  unitAmountMinor: 800,
  quantity: 1,
  isProration: false,
  periodStart: start,
  periodEnd: end,
};

const charge: ChargeFacts = {
  stripeChargeId: "ch_1",
  stripeInvoiceId: "in_1",
  state: "succeeded",
  currency: "eur",
  amountMinor: 800,
  refundedMinor: 0,
  isDisputed: false,
  failureCode: null,
  attemptedAt: start,
};

const dispute: DisputeFacts = {
  stripeDisputeId: "du_1",
  stripeChargeId: "ch_1",
  status: "needs_response",
  reason: "fraudulent",
  currency: "eur",
  amountMinor: 800,
  isWithdrawn: true,
  evidenceDueAt: end,
  openedAt: start,
};

const nothing: StoredBilling = {
  ...{ subscriptions: [], invoices: [], invoiceLines: [], charges: [], disputes: [], openCheckouts: [] },
};
const observed = (facts: Partial<ObservedBilling>): ObservedBilling => ({
  readAt,
  isDeleted: false,
  subscriptions: [],
  invoices: [],
  invoiceLines: [],
  charges: [],
  disputes: [],
  checkouts: [],
  ...facts,
});

test("what Stripe holds and we don't is written whole", () => {
  const change = decideBillingChange(nothing, observed({ subscriptions: [subscription], invoices: [invoice] }));
  expect(change).toMatchObject({ subscriptions: [subscription], invoices: [invoice], outcome: "updated" });
});

test("reading the same twice writes nothing", () => {
  const facts = {
    ...{ subscriptions: [subscription], invoices: [invoice], invoiceLines: [line] },
    ...{ charges: [charge], disputes: [dispute] },
  };
  const stored = { ...structuredClone(facts), openCheckouts: [] };
  expect(decideBillingChange(stored, observed(facts))).toMatchObject({
    ...{ subscriptions: [], invoices: [], invoiceLines: [], charges: [], disputes: [] },
    ...{ changed: false, outcome: "unchanged" },
  });
});

test.each([
  ["status", "past_due"],
  ["currentPeriodEnd", new Date("2027-01-01T00:00:00Z")],
  ["cancelAtPeriodEnd", true],
  ["quantity", 3],
  ["planKey", null],
  ["endedAt", readAt],
] as const)("a subscription whose %s differs is written", (column, value) => {
  const stored = { ...nothing, subscriptions: [subscription] };
  const change = decideBillingChange(stored, observed({ subscriptions: [{ ...subscription, [column]: value }] }));
  expect(change.subscriptions).toHaveLength(1);
});

test("a charge that is refunded or disputed later, and a line that is discounted, are written again", () => {
  const stored = { ...nothing, invoices: [invoice], invoiceLines: [line], charges: [charge] };
  const later = { ...charge, refundedMinor: 300, isDisputed: true };
  const discounted = { ...line, discountMinor: 200 };
  const facts = observed({ invoices: [invoice], invoiceLines: [discounted], charges: [later] });
  expect(decideBillingChange(stored, facts)).toMatchObject({
    ...{ invoices: [], invoiceLines: [discounted], charges: [later], outcome: "updated" },
  });
});

test("a dispute that is new, and one that was decided since, are written", () => {
  const decided: DisputeFacts = { ...dispute, status: "won", isWithdrawn: false };
  for (const [held, seen] of [
    [[], dispute],
    [[dispute], decided],
  ] as const) {
    const change = decideBillingChange({ ...nothing, disputes: [...held] }, observed({ disputes: [seen] }));
    expect(change).toMatchObject({ disputes: [seen], changed: true, outcome: "updated" });
  }
});

test("a line that its draft no longer has is removed, and so is a draft that was deleted", () => {
  const draft = { ...invoice, status: "draft" as const };
  const stored = { ...nothing, invoices: [draft], invoiceLines: [line, { ...line, stripeInvoiceLineId: "il_2" }] };
  expect(decideBillingChange(stored, observed({ invoices: [draft], invoiceLines: [line] }))).toMatchObject({
    ...{ vanishedInvoices: [], vanishedInvoiceLines: ["il_2"], outcome: "updated" },
  });
  expect(decideBillingChange(stored, observed({})).vanishedInvoices).toEqual(["in_1"]);
});

test("what was invoiced and paid stays when Stripe shows nothing of a customer any more", () => {
  const stored = { ...nothing, invoices: [invoice], invoiceLines: [line], charges: [charge] };
  expect(decideBillingChange(stored, observed({ isDeleted: true }))).toMatchObject({
    ...{ vanishedInvoices: [], vanishedInvoiceLines: [], charges: [] },
  });
});

test("a subscription that Stripe no longer knows ends, once", () => {
  const stored = { ...nothing, subscriptions: [subscription] };
  expect(decideBillingChange(stored, observed({}))).toMatchObject({
    vanishedSubscriptions: ["sub_1"],
    vanishedAt: readAt,
    outcome: "updated",
  });
  const ended = { ...stored, subscriptions: [{ ...subscription, endedAt: readAt }] };
  expect(decideBillingChange(ended, observed({})).outcome).toBe("unchanged");
});

test("a checkout is settled when Stripe says so, and left while it is open", () => {
  const stored = { ...nothing, openCheckouts: ["cs_1", "cs_2"] };
  const change = decideBillingChange(
    stored,
    observed({
      checkouts: [
        { stripeSessionId: "cs_1", state: "open" },
        { stripeSessionId: "cs_2", state: "complete" },
      ],
    }),
  );
  expect(change.settledCheckouts).toEqual([{ stripeSessionId: "cs_2", state: "complete" }]);
});

test("two subscriptions that both take money are reported, changed or not", () => {
  const second = { ...subscription, stripeSubscriptionId: "sub_2" };
  const stored = { ...nothing, subscriptions: [subscription, second] };
  expect(decideBillingChange(stored, observed({ subscriptions: [subscription, second] })).outcome).toBe(
    "several_subscriptions",
  );
  const ended = { ...second, status: "canceled" as const, endedAt: readAt };
  expect(decideBillingChange(stored, observed({ subscriptions: [subscription, ended] })).outcome).toBe("updated");
});

test("a status that this version does not know becomes unknown, and still counts as taking money", () => {
  for (const word of ["hibernating", "", "ACTIVE", "__proto__", "unknown"]) {
    expect(toSubscriptionStatus(word)).toBe("unknown");
  }
  expect(toSubscriptionStatus("past_due")).toBe("past_due");
  expect(isLive("unknown")).toBe(true);
  expect(isLive("canceled")).toBe(false);
  expect(isLive("incomplete_expired")).toBe(false);
});

test("pages speak of the live subscription, also when an ended one was started later", () => {
  const older = { ...subscription, stripeSubscriptionId: "sub_live" };
  const later = { ...subscription, status: "canceled" as const, startedAt: end };
  expect(pickSubscription([later, older])?.stripeSubscriptionId).toBe("sub_live");
  expect(pickSubscription([])).toBeNull();
});
