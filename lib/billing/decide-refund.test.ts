import fc from "fast-check";
import { expect, test } from "vitest";
import { decideRefund, type RefundFacts, refundableMinor, refundedOrReservedMinor } from "@/lib/billing/decide-refund";

const paid: RefundFacts = {
  state: "succeeded",
  isDisputed: false,
  amountMinor: 800,
  refundedMinor: 0,
  reservedMinor: 0,
  isUnsettled: false,
};

test.each([
  ["all of it", {}, 800, null],
  ["a part", {}, 1, null],
  ["a cent too many", {}, 801, "too_much"],
  ["the rest after a part was given back", { refundedMinor: 300 }, 500, null],
  ["more than the rest", { refundedMinor: 300 }, 501, "too_much"],
  ["what another call has asked for already", { reservedMinor: 600 }, 300, "too_much"],
  ["anything while it is not known what became of another refund", { isUnsettled: true }, 1, "unsettled"],
  ["nothing", {}, 0, "too_much"],
  ["a negative amount, which would be a charge", {}, -100, "too_much"],
  ["a part of a cent", {}, 1.5, "too_much"],
  ["no number", {}, Number.NaN, "too_much"],
  ["what was never taken", { state: "failed" }, 100, "not_paid"],
  ["what is still on its way", { state: "pending" }, 100, "not_paid"],
  ["what a bank is deciding about", { isDisputed: true }, 100, "disputed"],
] as const)("giving back %s", (_what, change, wanted, expected) => {
  const facts = { ...paid, ...change };
  expect(decideRefund(facts, { amountMinor: wanted, shownMinor: refundedOrReservedMinor(facts) })).toBe(expected);
});

test.each([
  [0, { refundedMinor: 300 }],
  [0, { reservedMinor: 300 }],
  [300, {}],
])("a refund decided on a page that showed %i as refunded is refused where the facts are %o", (shownMinor, change) => {
  expect(decideRefund({ ...paid, ...change }, { amountMinor: 300, shownMinor })).toBe("changed");
});

test("whatever is allowed, never more is given back than was paid", () => {
  const amount = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(amount, amount, amount, amount, (amountMinor, refundedMinor, reservedMinor, wanted) => {
      const facts = { ...paid, amountMinor, refundedMinor, reservedMinor };
      if (decideRefund(facts, { amountMinor: wanted, shownMinor: refundedOrReservedMinor(facts) }) === null)
        expect(refundedMinor + reservedMinor + wanted).toBeLessThanOrEqual(amountMinor);
      expect(refundableMinor(facts)).toBeGreaterThanOrEqual(0);
    }),
  );
});
