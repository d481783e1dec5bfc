export type Fee = { amount: number; description: string };

/**
 * What Stripe keeps of a payment, in minor units. Rounded half up. The published standard prices, the same for every
 * country and currency here: cards 2.9 % and 30 (https://stripe.com/us/pricing), iDEAL 29 and SEPA Direct Debit 35
 * (https://stripe.com/en-nl/pricing/local-payment-methods).
 */
export function decideFee(amount: number, methodType: string): Fee {
  const description = "Stripe processing fees";
  if (methodType === "ideal") return { amount: 29, description };
  if (methodType === "sepa_debit") return { amount: 35, description };
  return { amount: Math.round((amount * 29) / 1_000) + 30, description };
}

/** For each dispute, in minor units of any currency; given back when the dispute is won. */
export const disputeFee: Fee = { amount: 1_500, description: "Dispute fee" };
