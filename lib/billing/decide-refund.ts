/** What a decision about giving money back depends on. Amounts are in minor units of the charge's currency. */
export type RefundFacts = {
  state: "pending" | "succeeded" | "failed";
  isDisputed: boolean;
  amountMinor: number;
  refundedMinor: number;
  /** What calls have asked for and the facts above may not show yet. */
  reservedMinor: number;
  /** True while it is not known of one of those calls what became of it. */
  isUnsettled: boolean;
};

/** The amount to refund, and how much the page showed as refunded already when staff decided on it. */
export type WantedRefund = { amountMinor: number; shownMinor: number };

/**
 * Why money can't be given back: another refund is under way, more or less was refunded than the page showed, nothing
 * was taken, it has been disputed (also where that was won: Stripe keeps saying so), or less than that is left.
 */
export type RefundRefusal = "unsettled" | "changed" | "not_paid" | "disputed" | "too_much";

/** What can be given back now; never negative, and nothing while another refund is under way. */
export function refundableMinor(facts: RefundFacts): number {
  if (facts.state !== "succeeded" || facts.isDisputed || facts.isUnsettled) return 0;
  return Math.max(0, facts.amountMinor - refundedOrReservedMinor(facts));
}

/** What was given back or asked for already: a page that shows another amount is out of date. */
export function refundedOrReservedMinor({
  refundedMinor,
  reservedMinor,
}: Pick<RefundFacts, "refundedMinor" | "reservedMinor">): number {
  return refundedMinor + reservedMinor;
}

/** Whether this much may be given back; null where it may. Pure: an amount that is no whole number above zero is too much. */
export function decideRefund(facts: RefundFacts, { amountMinor, shownMinor }: WantedRefund): RefundRefusal | null {
  if (facts.isUnsettled) return "unsettled";
  if (facts.state !== "succeeded") return "not_paid";
  if (facts.isDisputed) return "disputed";
  if (refundedOrReservedMinor(facts) !== shownMinor) return "changed";
  const isWhole = Number.isSafeInteger(amountMinor) && amountMinor > 0;
  return isWhole && amountMinor <= refundableMinor(facts) ? null : "too_much";
}
