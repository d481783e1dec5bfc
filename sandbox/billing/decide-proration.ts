/** The current period of what is changed, and the moment of the change. All Unix seconds. */
export type ProrationWindow = { start: number; end: number; at: number };

/**
 * What the rest of a period is worth, in minor units: `amount × (end − at) ÷ (end − start)`, counted to the second and
 * rounded half up. A change credits this share of the old amount and charges this share of the new one; outside the period
 * it is nothing or all. Source: https://docs.stripe.com/billing/subscriptions/prorations (how prorations are calculated).
 * Checked against that page's examples only, not against Stripe itself.
 */
export function decideProration(amountMinor: number, { start, end, at }: ProrationWindow): number {
  if (end <= start) return 0;
  const left = Math.min(Math.max(end - at, 0), end - start);
  return Math.round((amountMinor * left) / (end - start));
}
