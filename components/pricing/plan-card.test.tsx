import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { PlanCard } from "@/components/pricing/plan-card";
import type { Offer } from "@/lib/billing/offer";
import type { PlanKey } from "@/lib/catalog/plans";
import type { Interval } from "@/lib/catalog/prices";
import { messagesIn } from "@/lib/platform/messages";

const messages = messagesIn("en");

const monthly = { plan: "pro", interval: "month", currency: "usd" } as const;

function read(plan: PlanKey, interval: Interval, held: Offer["held"]) {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <PlanCard plan={plan} choice={{ interval, currency: "eur" }} firstChargeAt={null} held={held} />
    </NextIntlClientProvider>,
  );
}

test("who pays by the month reads under the monthly prices that this is their plan", () => {
  expect(read("pro", "month", monthly)).toContain(messages.pricing.held);
});

test("who pays by the month is offered under the yearly prices to pay by the year, in the currency they pay in", () => {
  const card = read("pro", "year", monthly);
  expect(card).not.toContain(messages.pricing.held);
  expect(card).toContain(messages.pricing.switchInterval.year);
  expect(card).toContain('href="/account/subscription?switch=pro_yearly_usd"');
});

test("a switch to another plan goes along with the way to it", () => {
  expect(read("team", "year", monthly)).toContain('href="/account/subscription?switch=team_yearly_usd"');
});

test("of a price that is due otherwise than the catalogue's no interval is offered", () => {
  expect(read("pro", "year", { ...monthly, interval: null })).toContain(messages.pricing.held);
});
