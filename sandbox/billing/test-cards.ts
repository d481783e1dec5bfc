export type CardBehaviour =
  | "succeeds"
  | "declined"
  | "insufficient_funds"
  | "lost_card"
  | "stolen_card"
  | "expired_card"
  | "incorrect_cvc"
  | "processing_error"
  | "velocity_exceeded"
  | "fails_when_charged"
  | "authenticates_once"
  | "authenticates_always"
  | "disputed"
  | "disputed_not_received"
  | "disputed_inquiry"
  | "refund_pending"
  | "refund_fails"
  | "available_at_once";

/** A bank debit or a bank redirect; see `bank-accounts.ts`. */
export type BankBehaviour =
  | "debit_succeeds"
  | "debit_succeeds_late"
  | "debit_fails"
  | "debit_fails_late"
  | "debit_disputed"
  | "ideal";
export type MethodBehaviour = CardBehaviour | BankBehaviour;

export type TestCard = {
  number: string;
  brand: string;
  behaviour: CardBehaviour;
  label: string;
  /** What follows `pm_card_` and `tok_` in the names that stand for this card, the most usual one first. */
  tokens: readonly string[];
};

/** The test cards that this sandbox knows. Source of numbers and behaviour: https://docs.stripe.com/testing */
export const testCards: readonly TestCard[] = [
  visa("4242424242424242", "succeeds", "Succeeds", "visa"),
  { ...visa("4000056655665556", "succeeds", "Succeeds (Visa debit)", "visa_debit") },
  { ...visa("5555555555554444", "succeeds", "Succeeds (Mastercard)", "mastercard"), brand: "mastercard" },
  { ...visa("378282246310005", "succeeds", "Succeeds (American Express)", "amex"), brand: "amex" },
  { ...visa("6011111111111117", "succeeds", "Succeeds (Discover)", "discover"), brand: "discover" },
  visa("4000000000000077", "available_at_once", "Succeeds, funds available at once", "bypassPending"),
  visa("4000000000000002", "declined", "Declined", "visa_chargeDeclined", "chargeDeclined"),
  visa(
    "4000000000009995",
    "insufficient_funds",
    "Insufficient funds",
    "visa_chargeDeclinedInsufficientFunds",
    "chargeDeclinedInsufficientFunds",
  ),
  visa("4000000000009987", "lost_card", "Declined: lost card", "visa_chargeDeclinedLostCard"),
  visa("4000000000009979", "stolen_card", "Declined: stolen card", "visa_chargeDeclinedStolenCard"),
  visa("4000000000000069", "expired_card", "Declined: expired card", "chargeDeclinedExpiredCard"),
  visa("4000000000000127", "incorrect_cvc", "Declined: wrong security code", "chargeDeclinedIncorrectCvc"),
  visa("4000000000000119", "processing_error", "Declined: processing error", "chargeDeclinedProcessingError"),
  visa(
    "4000000000006975",
    "velocity_exceeded",
    "Declined: too many payments",
    "visa_chargeDeclinedVelocityLimitExceeded",
  ),
  visa("4000000000000341", "fails_when_charged", "Attaches, then fails when charged", "chargeCustomerFail"),
  visa("4000002500003155", "authenticates_once", "Authentication until set up", "authenticationRequired"),
  visa("4000002760003184", "authenticates_always", "Authentication each time", "authenticationRequiredOnSetup"),
  visa("4000000000003220", "authenticates_always", "3-D Secure 2 each time", "threeDSecure2Required"),
  visa("4000000000000259", "disputed", "Succeeds, then disputed as fraudulent", "createDispute"),
  visa(
    "4000000000002685",
    "disputed_not_received",
    "Succeeds, then disputed as not received",
    "createDisputeProductNotReceived",
  ),
  visa("4000000000001976", "disputed_inquiry", "Succeeds, then an inquiry", "createDisputeInquiry"),
  visa("4000000000007726", "refund_pending", "Succeeds, its refund takes a while", "pendingRefund"),
  visa("4000000000005126", "refund_fails", "Succeeds, its refund fails later", "refundFail"),
];

function visa(number: string, behaviour: CardBehaviour, label: string, ...tokens: string[]): TestCard {
  return { number, brand: "visa", behaviour, label, tokens };
}

const byToken = new Map(testCards.flatMap((card) => card.tokens.map((token): [string, TestCard] => [token, card])));

/** The card behind a name like `pm_card_visa` or `tok_visa`, or null when it is no such name. */
export function findCardByToken(name: string): TestCard | null {
  const token = /^(?:pm_card|tok)_(.+)$/.exec(name)?.[1];
  return token === undefined ? null : (byToken.get(token) ?? null);
}
