import { expect, test } from "vitest";
import { decideNextCharge } from "@/lib/billing/billing-overview";

const periodEnd = new Date("2026-12-01T00:00:00Z");
const retryAt = new Date("2026-11-25T00:00:00Z");
const team = {
  stripeSubscriptionId: "sub_team",
  status: "past_due",
  endedAt: null,
  hasNextPayment: true,
  amountMinor: 2_000,
  quantity: 3,
  nextAmountMinor: 6_000,
  currency: "eur",
  currentPeriodEnd: periodEnd,
} as const;
const renewal = { amountMinor: 6_000, currency: "eur", at: periodEnd, stripeInvoiceId: null, basis: "list_price" };
const failed = {
  stripeSubscriptionId: "sub_team",
  stripeInvoiceId: "in_failed",
  status: "open",
  collectionMethod: "charge_automatically",
  isActionRequired: false,
  amountDueMinor: 5_500,
  amountPaidMinor: 0,
  currency: "eur",
  nextPaymentAttemptAt: retryAt,
  issuedAt: new Date("2026-11-22T00:00:00Z"),
} as const;
const draftAt = new Date("2026-11-23T01:00:00Z");
const draft = {
  ...failed,
  stripeInvoiceId: "in_draft",
  status: "draft",
  amountDueMinor: 7_200,
  nextPaymentAttemptAt: draftAt,
  issuedAt: new Date("2026-11-23T00:00:00Z"),
} as const;
const drafted = { amountMinor: 7_200, currency: "eur", at: draftAt, stripeInvoiceId: "in_draft", basis: "total" };

test.each([
  ["a subscription that renews, for every seat", team, [], renewal],
  [
    "a price below the minor unit, for every seat",
    { ...team, amountMinor: 0.5, quantity: 10_001, nextAmountMinor: 5_001 },
    [],
    { ...renewal, amountMinor: 5_001 },
  ],
  [
    "one with a discount or credit, less",
    { ...team, nextAmountMinor: 4_500 },
    [],
    { ...renewal, amountMinor: 4_500, basis: "reduced" },
  ],
  [
    "one to which something is added, all of it",
    { ...team, nextAmountMinor: 7_260 },
    [],
    { ...renewal, amountMinor: 7_260, basis: "raised" },
  ],
  [
    "a price in tiers, what Stripe foresees",
    { ...team, amountMinor: null, nextAmountMinor: 7_260 },
    [],
    { ...renewal, amountMinor: 7_260, basis: "total" },
  ],
  [
    "one of which Stripe foresees nothing, no amount",
    { ...team, nextAmountMinor: null },
    [],
    { ...renewal, amountMinor: null, basis: "total" },
  ],
  ["one after which nothing comes", { ...team, hasNextPayment: false }, [], null],
  [
    "a payment that is tried again, with what is owed",
    team,
    [failed],
    { amountMinor: 5_500, currency: "eur", at: retryAt, stripeInvoiceId: "in_failed", basis: "total" },
  ],
  [
    "a payment that is tried again after a part was paid, with the rest",
    team,
    [{ ...failed, amountPaidMinor: 2_000 }],
    { amountMinor: 3_500, currency: "eur", at: retryAt, stripeInvoiceId: "in_failed", basis: "total" },
  ],
  ["an open invoice that is not tried again", team, [{ ...failed, nextPaymentAttemptAt: null }], renewal],
  ["an open invoice that the payer must confirm", team, [{ ...failed, isActionRequired: true }], renewal],
  ["an open invoice that was sent", team, [{ ...failed, collectionMethod: "send_invoice" }], renewal],
  ["a subscription that ended and owes", { ...team, status: "canceled", hasNextPayment: false }, [failed], null],
  ["a renewal that Stripe is about to charge, with what it has drafted", team, [draft], drafted],
  ["the newest of several invoices, in whatever order they come", team, [failed, draft, failed], drafted],
  ["a draft of another subscription", team, [{ ...draft, stripeSubscriptionId: "sub_other" }], renewal],
  ["an invoice that is paid", team, [{ ...draft, status: "paid" }], renewal],
  ["one that ends and still owes", { ...team, hasNextPayment: false }, [draft], drafted],
] as const)("what is charged next for %s", (_title, subscription, invoices, expected) => {
  expect(decideNextCharge(subscription, invoices)).toEqual(expected);
});
