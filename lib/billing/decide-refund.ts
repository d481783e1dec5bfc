/** What a decision about giving money back depends on. Amounts are in minor units of the charge's currency. */
export type RefundFacts = {
  state: "pending" | "succeeded" | "failed";
  isDisputed: boolean;
  amountMinor: number;
  refundedMinor: number;
  /** What calls have asked for and the facts above may not show yet. */
  reservedMinor: number;
};

/** Why money can't be given back: nothing was taken, it has been disputed (also where that was won: Stripe keeps saying so), or less than that is left. */
export type RefundRefusal = "not_paid" | "disputed" | "too_much";

/** What is still there to be given back; never negative. */
export function refundableMinor(facts: RefundFacts): number {
  if (facts.state !== "succeeded" || facts.isDisputed) return 0;
  return Math.max(0, facts.amountMinor - facts.refundedMinor - facts.reservedMinor);
}

/** Whether this much may be given back; null where it may. Pure: an amount that is no whole number above zero is too much. */
export function decideRefund(facts: RefundFacts, wantedMinor: number): RefundRefusal | null {
  if (facts.state !== "succeeded") return "not_paid";
  if (facts.isDisputed) return "disputed";
  const isWhole = Number.isSafeInteger(wantedMinor) && wantedMinor > 0;
  return isWhole && wantedMinor <= refundableMinor(facts) ? null : "too_much";
}
