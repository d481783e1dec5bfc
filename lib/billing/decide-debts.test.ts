import { expect, test } from "vitest";
import { type CollectionMethod, InvoiceStatus, SubscriptionStatus } from "@/generated/prisma/enums";
import { type DebtInvoice, type DebtSubscription, decideDebts, type Right } from "@/lib/billing/decide-debts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const now = at(20);

const sold: DebtSubscription = {
  stripeSubscriptionId: "sub_1",
  status: "past_due",
  planKey: "pro",
  startedAt: at(1),
  endedAt: null,
};
const failed: DebtInvoice = {
  stripeInvoiceId: "in_1",
  stripeSubscriptionId: "sub_1",
  number: "GH-1",
  status: "open",
  currency: "eur",
  amountDueMinor: 800,
  amountPaidMinor: 200,
  attemptCount: 2,
  nextPaymentAttemptAt: at(23),
  collectionMethod: "charge_automatically",
  dueAt: null,
  isActionRequired: false,
  issuedAt: at(15),
  paidAt: null,
};
const open: Right = { id: "sub_1", plan: "pro", until: at(29) };
const locked: Right = { id: "sub_1", plan: null, until: null };

function decide(
  invoice: Partial<DebtInvoice> = {},
  subscription: Partial<DebtSubscription> = {},
  { right = open, pending = false } = {},
) {
  const facts = {
    invoices: [{ ...failed, ...invoice }],
    subscriptions: [{ ...sold, ...subscription }],
    pendingCharges: pending ? [{ stripeInvoiceId: "in_1" }] : [],
  };
  return decideDebts(facts, [right], now);
}
const [debt] = decide().owed;

test("a payment that failed is owed as far as it is not paid, with its cause, the next attempt and what paying gives", () => {
  expect(decide().owed).toEqual([
    {
      stripeInvoiceId: "in_1",
      number: "GH-1",
      issuedAt: at(15),
      amountMinor: 600,
      currency: "eur",
      cause: "declined",
      dueAt: null,
      retryAt: at(23),
      plan: "pro",
      endedAt: null,
      paying: "keeps",
      until: at(29),
    },
  ]);
});

/** Of each status, while the subscription has not ended: whether Stripe still tries, and what paying gives, open and locked. */
const live = {
  trialing: { isTried: true, open: "keeps", locked: "keeps" },
  active: { isTried: true, open: "keeps", locked: "keeps" },
  past_due: { isTried: true, open: "keeps", locked: "restores" },
  unpaid: { isTried: false, open: "restores", locked: "restores" },
  incomplete: { isTried: false, open: "starts", locked: "starts" },
  incomplete_expired: { isTried: false, open: "nothing", locked: "nothing" },
  canceled: { isTried: false, open: "nothing", locked: "nothing" },
  paused: { isTried: false, open: "nothing", locked: "nothing" },
  unknown: { isTried: false, open: "unknown", locked: "unknown" },
} as const;

const methods: CollectionMethod[] = ["charge_automatically", "send_invoice"];
const cases = Object.values(SubscriptionStatus).flatMap((status) =>
  Object.values(InvoiceStatus).flatMap((invoiceStatus) =>
    methods.flatMap((collectionMethod) =>
      [null, at(18)].flatMap((endedAt) =>
        ([open, locked] as const).map((right) => ({ status, invoiceStatus, collectionMethod, endedAt, right })),
      ),
    ),
  ),
);

test.each(cases)(
  "of a subscription that is $status (ended: $endedAt), $collectionMethod, an invoice that is $invoiceStatus",
  ({ status, invoiceStatus, collectionMethod, endedAt, right }) => {
    const isSent = collectionMethod === "send_invoice";
    const dueAt = isSent ? at(25) : null;
    const { owed } = decide({ status: invoiceStatus, collectionMethod, dueAt }, { status, endedAt }, { right });
    if (invoiceStatus !== "open") {
      expect(owed).toEqual([]);
      return;
    }
    const isTried = live[status].isTried && !isSent && endedAt === null;
    expect(owed).toEqual([
      {
        ...debt,
        dueAt,
        cause: isSent ? "sent" : "declined",
        retryAt: isTried ? at(23) : null,
        endedAt: endedAt ?? (["canceled", "incomplete_expired"].includes(status) ? at(1) : null),
        paying: endedAt ? "nothing" : live[status][right === open ? "open" : "locked"],
        until: expect.toSatisfy((until) => until === null || until instanceof Date),
      },
    ]);
  },
);

test.each([
  ["a plan that works unpaid, until when it does", {}, {}, open, at(29)],
  ["a plan that is locked, nothing", {}, {}, locked, null],
  [
    "an invoice that was sent, the day it is due",
    { collectionMethod: "send_invoice", dueAt: at(25) },
    { status: "active" },
    open,
    at(25),
  ],
  [
    "a first payment, 23 hours",
    {},
    { status: "incomplete", startedAt: at(20) },
    locked,
    new Date("2026-11-20T23:00:00Z"),
  ],
  ["a subscription that ended, nothing", {}, { status: "canceled", endedAt: at(18) }, open, null],
] as const)("paying has its time: of %s", (_title, invoice, subscription, right, until) => {
  expect(decide(invoice, subscription, { right }).owed[0]?.until).toEqual(until);
});

test.each([
  ["a payment that is on its way", {}, true, { cause: "processing", retryAt: null }],
  ["a bank that waits for the payer", { isActionRequired: true }, false, { cause: "confirmation", retryAt: null }],
  ["an invoice that was sent", { collectionMethod: "send_invoice" }, false, { cause: "sent", retryAt: null }],
  ["a charge that was declined", {}, false, { cause: "declined", retryAt: at(23) }],
  [
    "one that was declined for the last time",
    { nextPaymentAttemptAt: null },
    false,
    { cause: "declined", retryAt: null },
  ],
  ["a charge that is still to come", { attemptCount: 0 }, false, { cause: "not_tried", retryAt: at(23) }],
] as const)("why it is not paid, and whether Stripe retries: %s", (_title, invoice, pending, expected) => {
  expect(decide(invoice, {}, { pending }).owed).toMatchObject([expected]);
});

test("of several debts of a subscription the newest brings the plan back, and those of earlier periods do nothing to it", () => {
  const earlier = { ...failed, stripeInvoiceId: "in_0", issuedAt: at(2) };
  const { owed } = decideDebts(
    { invoices: [earlier, failed], subscriptions: [sold], pendingCharges: [] },
    [locked],
    now,
  );
  expect(owed.map(({ stripeInvoiceId, paying }) => [stripeInvoiceId, paying])).toEqual([
    ["in_1", "restores"],
    ["in_0", "nothing"],
  ]);
});

test("an invoice of no subscription, or one that is paid, changes no plan", () => {
  expect(decide({ stripeSubscriptionId: null }).owed).toMatchObject([{ paying: "nothing", plan: null, endedAt: null }]);
  expect(decide({ amountPaidMinor: 800 }).owed).toEqual([]);
});

const late = { status: "paid", amountPaidMinor: 800, paidAt: at(19) } as const;
const ended = { status: "canceled", endedAt: at(18) } as const;

test("a debt that is paid after its subscription ended is said to have brought nothing back", () => {
  expect(decide(late, ended)).toEqual({
    owed: [],
    canBeginAgain: true,
    paidLate: {
      stripeInvoiceId: "in_1",
      number: "GH-1",
      amountMinor: 800,
      currency: "eur",
      paidAt: at(19),
      plan: "pro",
      endedAt: at(18),
    },
  });
});

test.each([
  ["it was paid in time", { ...late, paidAt: at(17) }, ended],
  ["the subscription is still active", late, { status: "active" }],
  ["nothing was paid", { ...late, amountPaidMinor: 0 }, ended],
  ["it is the last invoice, of the end itself", { ...late, issuedAt: at(18) }, ended],
  ["it was paid a month ago", { ...late, paidAt: new Date("2026-10-20T23:00:00Z") }, { ...ended, endedAt: at(-30) }],
] as const)("no late payment is reported where %s", (_title, invoice, subscription) => {
  expect(decide(invoice, subscription).paidLate).toBeNull();
});

test("no late payment is reported to a customer who has subscribed again", () => {
  const again = { ...sold, stripeSubscriptionId: "sub_2", status: "active" as const };
  const facts = {
    invoices: [{ ...failed, ...late }],
    subscriptions: [{ ...sold, ...ended }, again],
    pendingCharges: [],
  };
  expect(decideDebts(facts, [], now).paidLate).toBeNull();
});
