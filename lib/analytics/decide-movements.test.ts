import fc from "fast-check";
import { expect, test } from "vitest";
import { decideMovements } from "@/lib/analytics/decide-movements";
import { monthlyWorth, monthsOf, type RevenueLine, type RevenueSubscription } from "@/lib/analytics/subscription-worth";
import { addMs, dayMs } from "@/lib/core/time";

const at = (text: string) => new Date(`${text}Z`);
const january = at("2026-01-10T09:00:00");
const month = (index: number) => new Date(Date.UTC(2026, index, 10, 9));

function subscription(facts: Partial<RevenueSubscription> = {}): RevenueSubscription {
  return {
    stripeSubscriptionId: "sub_1",
    status: "active",
    currency: "eur",
    planKey: "pro",
    startedAt: january,
    trialEndsAt: null,
    endedAt: null,
    wasPaid: true,
    ...facts,
  };
}

function line(facts: Partial<RevenueLine> = {}): RevenueLine {
  const { unitAmountMinor = 800, quantity = 1 } = facts;
  return {
    stripeSubscriptionId: "sub_1",
    stripePriceId: "price_pro",
    stripeInvoiceId: "in_1",
    planKey: "pro",
    interval: "month",
    intervalCount: 1,
    currency: "eur",
    amountMinor: unitAmountMinor * quantity,
    discountMinor: 0,
    unitAmountMinor,
    quantity,
    isProration: false,
    periodStart: month(0),
    periodEnd: month(1),
    ...facts,
  };
}

const team = { stripePriceId: "price_team", planKey: "team", unitAmountMinor: 2_000, quantity: 2 };
const brief = (subscriptions: RevenueSubscription[], lines: RevenueLine[]) =>
  decideMovements(subscriptions, lines).map(({ at, kind, deltaMinor, afterMinor }) => ({
    day: at.toISOString().slice(0, 10),
    kind,
    deltaMinor,
    afterMinor,
  }));

test("a yearly price counts a twelfth a month, and half a cent goes up", () => {
  expect(monthlyWorth(line({ interval: "year", unitAmountMinor: 8_000 }))).toBe(667);
  expect(monthlyWorth(line({ interval: "year", unitAmountMinor: 6 }))).toBe(1);
  expect(monthlyWorth(line({ interval: "year", unitAmountMinor: 5 }))).toBe(0);
});

test.each([
  ["month", 3, 2_400, 800],
  ["month", 6, 4_000, 667],
  ["year", 2, 19_200, 800],
  ["week", 1, 300, 1_300],
  ["week", 4, 1_200, 1_300],
  ["day", 1, 12, 365],
  ["day", 30, 1_200, 1_217],
] as const)("a price by the %s, %d at a time, of %d is worth %d a month", (interval, intervalCount, price, worth) => {
  expect(monthlyWorth(line({ interval, intervalCount, unitAmountMinor: price }))).toBe(worth);
  const paid = { interval, intervalCount, unitAmountMinor: price, quantity: 3, discountMinor: (price * 3) / 2 };
  expect(monthlyWorth(line(paid))).toBe(Math.round((price * 3) / 2 / monthsOf({ interval, intervalCount })));
});

test.each([
  [0.5, 10_000, 5_000],
  [0.4, 10_000, 4_000],
  [1.005, 100, 101],
  [33.333333333333, 3, 100],
])(
  "a price of %d below the minor unit is multiplied by its %d seats before it is rounded",
  (price, quantity, worth) => {
    expect(monthlyWorth(line({ unitAmountMinor: price, quantity, amountMinor: worth }))).toBe(worth);
  },
);

test("a discount takes off its share, also where the line is for part of a period", () => {
  expect(monthlyWorth(line({ discountMinor: 200 }))).toBe(600);
  expect(monthlyWorth(line({ amountMinor: 400, discountMinor: 100, isProration: true }))).toBe(600);
  expect(monthlyWorth(line({ discountMinor: 900 }))).toBe(0);
});

test("a trial is worth nothing until its first charge, which is new revenue", () => {
  const trial = line({ amountMinor: 0, periodEnd: at("2026-01-24T09:00:00") });
  const first = line({ periodStart: at("2026-01-24T09:00:00"), periodEnd: at("2026-02-24T09:00:00") });
  expect(brief([subscription({ status: "trialing" })], [trial])).toEqual([]);
  expect(brief([subscription()], [trial, first])).toEqual([
    { day: "2026-01-24", kind: "new", deltaMinor: 800, afterMinor: 800 },
  ]);
});

test("after a switch in the middle of a period the account is worth the new price, discounts or none", () => {
  const switched = at("2026-01-20T00:00:00");
  const part = { isProration: true, periodStart: switched, periodEnd: month(1), stripeInvoiceId: "in_2" };
  for (const discountMinor of [0, 200]) {
    const before = line({ discountMinor });
    const credit = line({ ...part, amountMinor: -520 });
    const charge = line({ ...part, ...team, amountMinor: 2_600 });
    const next = line({ ...team, stripeInvoiceId: "in_2", periodStart: month(1), periodEnd: month(2) });
    expect(brief([subscription()], [charge, next, credit, before])).toEqual([
      { day: "2026-01-10", kind: "new", deltaMinor: 800 - discountMinor, afterMinor: 800 - discountMinor },
      { day: "2026-01-20", kind: "expansion", deltaMinor: 3_200 + discountMinor, afterMinor: 4_000 },
    ]);
  }
});

test("there and back again within one period takes back the right lines", () => {
  const part = (day: number, facts: Partial<RevenueLine>) =>
    line({ isProration: true, periodStart: new Date(Date.UTC(2026, 0, day)), periodEnd: month(1), ...facts });
  const lines = [
    line(),
    part(15, { amountMinor: -600 }),
    part(15, { ...team, amountMinor: 3_000 }),
    part(20, { ...team, amountMinor: -2_600 }),
    part(20, { amountMinor: 500 }),
    part(25, { amountMinor: -400 }),
    part(25, { amountMinor: 800, quantity: 2 }),
  ];
  expect(brief([subscription()], lines).map(({ afterMinor }) => afterMinor)).toEqual([800, 4_000, 800, 1_600]);
});

test("a credit for a line that never counted takes nothing away", () => {
  const credit = line({ amountMinor: -700, isProration: true, periodStart: at("2026-01-12T00:00:00") });
  expect(brief([subscription()], [credit])).toEqual([]);
});

test("a renewal that is late, or a month that was voided, is no loss while the subscription goes on", () => {
  const third = line({ periodStart: addMs(month(2), 3 * dayMs), periodEnd: month(3) });
  expect(brief([subscription()], [line(), third])).toEqual([
    { day: "2026-01-10", kind: "new", deltaMinor: 800, afterMinor: 800 },
  ]);
});

test("what a subscription is worth ends with it, in the middle of a period too, and coming back is a reactivation", () => {
  const ended = subscription({ status: "canceled", endedAt: at("2026-02-20T00:00:00") });
  const again = subscription({ stripeSubscriptionId: "sub_2", startedAt: month(4) });
  const lines = [
    line(),
    line({ periodStart: month(1), periodEnd: month(2) }),
    line({ stripeSubscriptionId: "sub_2", periodStart: month(4), periodEnd: month(5), stripeInvoiceId: "in_9" }),
  ];
  expect(brief([ended, again], lines)).toEqual([
    { day: "2026-01-10", kind: "new", deltaMinor: 800, afterMinor: 800 },
    { day: "2026-02-20", kind: "churn", deltaMinor: -800, afterMinor: 0 },
    { day: "2026-05-10", kind: "reactivation", deltaMinor: 800, afterMinor: 800 },
  ]);
  expect(decideMovements([ended, again], lines)).toMatchObject([
    { stripeInvoiceId: "in_1", planKey: "pro" },
    { stripeInvoiceId: null, planKey: "pro", stripeSubscriptionId: "sub_1" },
    { stripeInvoiceId: "in_9", stripeSubscriptionId: "sub_2" },
  ]);
});

test("an unpaid subscription is worth nothing once what was invoiced has run out", () => {
  expect(brief([subscription({ status: "unpaid" })], [line()]).at(-1)).toMatchObject({
    day: "2026-02-10",
    kind: "churn",
  });
});

test("a first invoice that nobody ever paid is no revenue", () => {
  for (const status of ["incomplete", "incomplete_expired"] as const)
    expect(brief([subscription({ status })], [line()])).toEqual([]);
});

test("a lower price is a contraction; another currency is a loss here and a gain there", () => {
  const lower = line({ unitAmountMinor: 600, periodStart: month(1), periodEnd: month(2) });
  expect(brief([subscription()], [line(), lower]).at(-1)).toMatchObject({ kind: "contraction", deltaMinor: -200 });
  const ended = subscription({ status: "canceled", endedAt: month(1) });
  const dollars = subscription({ stripeSubscriptionId: "sub_2", currency: "usd" });
  const inDollars = line({
    stripeSubscriptionId: "sub_2",
    currency: "usd",
    periodStart: month(1),
    periodEnd: month(2),
  });
  expect(
    decideMovements([ended, dollars], [line(), inDollars]).map(({ currency, kind }) => `${currency} ${kind}`),
  ).toEqual(["eur new", "eur churn", "usd new"]);
});

const anyLine = fc
  .record({
    stripeSubscriptionId: fc.constantFrom("sub_1", "sub_2", "sub_3"),
    stripePriceId: fc.constantFrom("price_pro", "price_team", null),
    interval: fc.constantFrom("day" as const, "week" as const, "month" as const, "year" as const),
    intervalCount: fc.integer({ min: 1, max: 6 }),
    unitAmountMinor: fc.integer({ min: 0, max: 30_000 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    share: fc.double({ min: -1, max: 1, noNaN: true }),
    discountMinor: fc.integer({ min: 0, max: 5_000 }),
    startDay: fc.integer({ min: 0, max: 700 }),
    days: fc.integer({ min: 0, max: 400 }),
  })
  .map(({ share, startDay, days, ...facts }) => {
    const fullMinor = facts.unitAmountMinor * facts.quantity;
    const amountMinor = share > 0.5 || share === 0 ? fullMinor : Math.round(fullMinor * share);
    const periodStart = addMs(january, startDay * dayMs);
    return line({
      ...facts,
      amountMinor,
      isProration: share < 0.5,
      periodStart,
      periodEnd: addMs(periodStart, days * dayMs),
    });
  });

const anySubscriptions = fc.tuple(
  ...(["sub_1", "sub_2", "sub_3"] as const).map((stripeSubscriptionId, index) =>
    fc
      .record({
        status: fc.constantFrom("active" as const, "past_due" as const, "canceled" as const, "unpaid" as const),
        endDay: fc.option(fc.integer({ min: 0, max: 900 })),
      })
      .map(({ status, endDay }) =>
        subscription({
          stripeSubscriptionId,
          status,
          currency: index === 2 ? "usd" : "eur",
          endedAt: endDay === null ? null : addMs(january, endDay * dayMs),
        }),
      ),
  ),
);

test("over any time, opening plus all movements is closing; nothing is ever worth less than nothing", () => {
  fc.assert(
    fc.property(anySubscriptions, fc.array(anyLine, { maxLength: 14 }), (subscriptions, drawn) => {
      const lines = drawn.map((one) => ({ ...one, currency: one.stripeSubscriptionId === "sub_3" ? "usd" : "eur" }));
      const movements = decideMovements(subscriptions, lines);
      for (const currency of ["eur", "usd"]) {
        let openingMinor = 0;
        for (const { kind, deltaMinor, afterMinor } of movements.filter((one) => one.currency === currency)) {
          expect(openingMinor + deltaMinor).toBe(afterMinor);
          expect(Number.isSafeInteger(afterMinor) && afterMinor >= 0).toBe(true);
          expect(deltaMinor > 0).toBe(kind === "new" || kind === "expansion" || kind === "reactivation");
          expect(openingMinor === 0).toBe(kind === "new" || kind === "reactivation");
          expect(afterMinor === 0).toBe(kind === "churn");
          openingMinor = afterMinor;
        }
      }
      const last = movements.filter(({ currency }) => currency === "eur").at(-1);
      if (subscriptions.every(({ endedAt }) => endedAt !== null)) expect(last?.afterMinor ?? 0).toBe(0);
    }),
    { numRuns: 400 },
  );
});

test("the order in which rows are read does not matter", () => {
  fc.assert(
    fc.property(
      anySubscriptions,
      // Two lines of one start and price are two readings of one fact; Stripe has no order for them.
      fc.uniqueArray(anyLine, { maxLength: 10, selector: (one) => one.periodStart.getTime() }),
      (subscriptions, lines) => {
        expect(decideMovements([...subscriptions].reverse(), [...lines].reverse())).toEqual(
          decideMovements(subscriptions, lines),
        );
      },
    ),
  );
});
