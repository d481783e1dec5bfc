import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { BillingNotices } from "@/components/portal/billing-notices";
import { PlanCard } from "@/components/portal/plan-card";
import type { BillingOverview, InvoiceEntry } from "@/lib/billing/billing-overview";
import { decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import messages from "@/messages/en.json";
import { day, facts, subscription } from "@/tests/entitlement-facts";

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
  nextCharge: null,
  trialEndsAt: null,
  endsAt: null,
  openInvoice: null,
  invoices: [],
  hasSeveralSubscriptions: false,
  stripeCustomerId: "cus_1",
  syncedAt: null,
};

test.each([
  ["ben", true],
  ["cleo", false],
])("of a team of two, %s reads of a seat: %s", (person, hasSeat) => {
  const team = subscription({ planKey: "team", quantity: 2 });
  const decision = decideEntitlements(facts({ subscriptions: [team], people: ["ada", "ben", "cleo"], person }));
  const card = read(<PlanCard billing={billing} decision={decision} paidBy="Ada" actions={null} />);
  expect(card.includes("You have a seat in this account.")).toBe(hasSeat);
  expect(card.includes(messages.reasons.no_seat)).toBe(!hasSeat);
});

test("a member whose team has ended reads that nobody pays any more", () => {
  const team = subscription({ planKey: "team", status: "canceled", endedAt: day(0) });
  const decision = decideEntitlements(facts({ subscriptions: [team], people: ["ada", "ben"], person: "ada" }));
  const card = read(<PlanCard billing={billing} decision={decision} paidBy="Ada" actions={null} />);
  expect(card).toContain("The subscription of this account has ended");
  expect(card).not.toContain("You have a seat");
});

const invoice: InvoiceEntry = {
  id: "1",
  accountId: "ada",
  stripeInvoiceId: "in_1",
  stripeSubscriptionId: "sub_1",
  number: "GH-1",
  status: "open",
  currency: "eur",
  totalMinor: 2400,
  amountDueMinor: 2400,
  amountPaidMinor: 0,
  attemptCount: 1,
  nextPaymentAttemptAt: null,
  periodStart: day(0),
  periodEnd: day(30),
  issuedAt: day(0),
  paidAt: null,
};

test.each([
  [0, "€24.00 is still open"],
  [1000, "€14.00 is still open"],
])("of an open invoice of 24 euros with %i cents paid, what is left is named", (amountPaidMinor, title) => {
  expect(read(<BillingNotices billing={{ ...billing, openInvoice: { ...invoice, amountPaidMinor } }} />)).toContain(
    title,
  );
});
