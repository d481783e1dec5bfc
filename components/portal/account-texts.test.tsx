import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DebtNotices } from "@/components/portal/debt-notices";
import { PlanCard } from "@/components/portal/plan-card";
import { PlanSwitch } from "@/components/portal/plan-switch";
import { SeatCount } from "@/components/portal/seat-count";
import type { BillingOverview } from "@/lib/billing/billing-overview";
import type { Debt, Debts } from "@/lib/billing/decide-debts";
import { decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import { messagesIn } from "@/lib/platform/messages";
import { day, facts, subscription } from "@/tests/entitlement-facts";

const messages = messagesIn("en");

const read = (page: ReactNode) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      {page}
    </NextIntlClientProvider>,
  );

const billing: BillingOverview = {
  plan: "team",
  status: "active",
  subscription: null,
  phase: "none",
  nextCharge: null,
  trialEndsAt: null,
  endsAt: null,
  invoices: [],
  hasSeveralSubscriptions: false,
  stripeCustomerId: "cus_1",
  syncedAt: null,
};

const noDebts: Debts = { owed: [], paidLate: null, canBeginAgain: false };

test.each([
  ["ben", true],
  ["cleo", false],
])("of a team of two, %s reads of a seat: %s", (person, hasSeat) => {
  const team = subscription({ planKey: "team", quantity: 2 });
  const decision = decideEntitlements(facts({ subscriptions: [team], people: ["ada", "ben", "cleo"], person }));
  const card = read(<PlanCard billing={billing} decision={decision} debts={noDebts} paidBy="Ada" actions={null} />);
  expect(card.includes("You have a seat in this account.")).toBe(hasSeat);
  expect(card.includes(messages.reasons.no_seat)).toBe(!hasSeat);
});

test("a member whose team has ended reads that nobody pays any more", () => {
  const team = subscription({ planKey: "team", status: "canceled", endedAt: day(0) });
  const decision = decideEntitlements(facts({ subscriptions: [team], people: ["ada", "ben"], person: "ada" }));
  const card = read(<PlanCard billing={billing} decision={decision} debts={noDebts} paidBy="Ada" actions={null} />);
  expect(card).toContain("The subscription of this account has ended");
  expect(card).not.toContain("You have a seat");
});

const debt: Debt = {
  stripeInvoiceId: "in_1",
  number: "GH-1",
  issuedAt: day(0),
  amountMinor: 1400,
  currency: "eur",
  cause: "declined",
  dueAt: null,
  retryAt: day(3),
  plan: "pro",
  endedAt: null,
  paying: "keeps",
  until: day(14),
};
const notices = (change: Partial<Debt>, isPayer = true) =>
  read(<DebtNotices debts={{ ...noDebts, owed: [{ ...debt, ...change }], canBeginAgain: true }} isPayer={isPayer} />);
const ended = { endedAt: day(20), retryAt: null, paying: "nothing", until: null } as const;

test.each([
  ["what is open", {}, "€14.00 is still open"],
  ["when it is retried", {}, "We retry the payment on March 4, 2026."],
  ["that it is not retried", { retryAt: null }, "We don’t retry the payment."],
  ["until when everything works", {}, "Everything keeps working until March 15, 2026"],
  ["what paying opens", { paying: "restores", until: null }, "Pro is locked; paying unlocks it."],
  ["what paying starts, and until when", { paying: "starts" }, "Paying starts Pro. That is possible until March 15"],
  ["that the bank waits", { cause: "confirmation", retryAt: null }, "Confirm and pay"],
  ["until when it is to be paid", { cause: "sent", dueAt: day(7), retryAt: null }, "to be paid by March 8, 2026"],
  ["that it is a debt of the past", ended, "does not bring the plan back"],
  ["the way to begin again", ended, "Start a new subscription"],
] as const)("a debt says %s", (_what, change, text) => {
  expect(notices(change)).toContain(text);
});

test("a payment that is on its way is not asked for a second time", () => {
  const story = notices({ cause: "processing", retryAt: null });
  expect(story).toContain("A payment of €14.00 is on its way");
  expect(story).not.toContain("/pay");
});

test("staff read the same story, and are not asked to pay", () => {
  const story = notices(ended, false);
  expect(story).toContain("does not bring the plan back");
  expect(story).not.toMatch(/href/);
});

test("a customer who paid after the end is told that the plan did not come back, and how to begin again", () => {
  const { stripeInvoiceId, number, amountMinor, currency } = debt;
  const paidLate = {
    stripeInvoiceId,
    number,
    amountMinor,
    currency,
    paidAt: day(25),
    plan: "pro",
    endedAt: day(20),
  } as const;
  const story = read(<DebtNotices debts={{ owed: [], paidLate, canBeginAgain: true }} />);
  expect(story).toContain("€14.00 is paid");
  expect(story).toContain("the plan did not come back");
  expect(story).toContain("Start a new subscription");
});

test.each([
  [
    "is tried again",
    { nextCharge: { amountMinor: 1400, currency: "eur", at: day(3), stripeInvoiceId: "in_1", basis: "total" } },
    {},
    "Next try",
  ],
  ["is left open", { status: "canceled" }, ended, "€14.00"],
] as const)(
  "beside a debt that %s the plan's card does not say that nothing will be charged",
  (_how, change, of, text) => {
    const failed = subscription({ planKey: "pro", status: "past_due", unpaidSince: day(0) });
    const decision = decideEntitlements(facts({ subscriptions: [failed] }));
    const debts = { ...noDebts, owed: [{ ...debt, ...of }] };
    const card = read(
      <PlanCard billing={{ ...billing, ...change }} decision={decision} debts={debts} actions={null} />,
    );
    expect(card).toContain(text);
    expect(card).not.toContain("Nothing will be charged");
  },
);

test("beside a debt that is not retried, the next period's payment is not called a retry", () => {
  const nextCharge = {
    amountMinor: 800,
    currency: "eur",
    at: day(30),
    stripeInvoiceId: null,
    basis: "list_price",
  } as const;
  const failed = subscription({ planKey: "pro", status: "past_due", unpaidSince: day(0) });
  const decision = decideEntitlements(facts({ subscriptions: [failed] }));
  const debts = { ...noDebts, owed: [{ ...debt, retryAt: null }] };
  const card = read(<PlanCard billing={{ ...billing, nextCharge }} decision={decision} debts={debts} actions={null} />);
  expect(card).toContain("Next payment");
  expect(card).not.toContain("Next try");
});

test.each([
  [1, 0, 2, "1 of 2 seats taken"],
  [2, 1, 3, "3 of 3 seats taken · 1 of them offered"],
  [2, 0, 1, "2 people for 1 seat"],
  [2, 1, 1, "3 people for 1 seat · 1 of them invited"],
] as const)("of %i people and %i offers for %i seats the page says: %s", (members, offers, seats, text) => {
  expect(read(<SeatCount members={members} offers={offers} seats={seats} />)).toBe(text);
});

test("a customer who chose another price sees which one, and the link to switch", () => {
  const text = read(<PlanSwitch wanted={{ plan: "team", interval: "year" }}>Go</PlanSwitch>);
  expect(text).toContain("Switch to Team, paid by the year");
  expect(text).toContain("Go");
});
