import { type CardBehaviour, type MethodBehaviour, type TestCard, testCards } from "./test-cards";

/** Why a payment did not go through, in Stripe's codes (https://docs.stripe.com/declines/codes). */
export type Decline = { code: string; declineCode: string | null; message: string };

const declined: Decline = {
  code: "card_declined",
  declineCode: "generic_decline",
  message: "Your card was declined.",
};

const declines: { [behaviour in CardBehaviour]?: Decline } = {
  declined,
  fails_when_charged: declined,
  insufficient_funds: {
    code: "card_declined",
    declineCode: "insufficient_funds",
    message: "Your card has insufficient funds.",
  },
  lost_card: { ...declined, declineCode: "lost_card" },
  stolen_card: { ...declined, declineCode: "stolen_card" },
  velocity_exceeded: {
    code: "card_declined",
    declineCode: "card_velocity_exceeded",
    message: "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
  },
  expired_card: { code: "expired_card", declineCode: "expired_card", message: "Your card has expired." },
  incorrect_cvc: {
    code: "incorrect_cvc",
    declineCode: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
  },
  processing_error: {
    code: "processing_error",
    declineCode: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
  },
};

export const authenticationRequired: Decline = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** Why a charge to such a card is declined, or null when it goes through. */
export function decideCharge(behaviour: MethodBehaviour): Decline | null {
  return declines[behaviour as CardBehaviour] ?? null;
}

/** Why such a card can't be attached to a customer, or null when it can. */
export function decideAttach(behaviour: MethodBehaviour): Decline | null {
  return behaviour === "fails_when_charged" ? null : decideCharge(behaviour);
}

/** Whether the owner has to step in before money moves. Once set up, some cards ask no more. */
export function needsAuthentication(behaviour: MethodBehaviour, isSetUp: boolean): boolean {
  return behaviour === "authenticates_always" || (behaviour === "authenticates_once" && !isSetUp);
}

export type CardEntry = { number: string; expiry: string; cvc: string; name: string };
export type ReadCard = { card: TestCard; expMonth: number; expYear: number; name: string | null };

const invalidNumber = { code: "incorrect_number", declineCode: null, message: "Your card number is incorrect." };
const invalidExpiry = { code: "invalid_expiry_month", declineCode: null, message: "Your card's expiry is invalid." };
const expired = { code: "expired_card", declineCode: "expired_card", message: "Your card has expired." };
const invalidCvc = { code: "invalid_cvc", declineCode: null, message: "Your card's security code is invalid." };
const notATestCard = {
  code: "card_declined",
  declineCode: "test_mode_live_card",
  message: "Your card was declined. This is a sandbox: only test cards work here, never a real one.",
};

/** Reads what was typed into a card form, at business time `now` (Unix seconds). */
export function readCardEntry(entry: CardEntry, now: number): { read: ReadCard } | { decline: Decline } {
  const number = entry.number.replace(/[\s-]/g, "");
  if (!/^\d{12,19}$/.test(number)) return { decline: invalidNumber };
  const card = testCards.find((candidate) => candidate.number === number);
  if (!card) return { decline: notATestCard };
  const expiry = /^\s*(\d{1,2})\s*\/\s*(\d{2}|\d{4})\s*$/.exec(entry.expiry);
  const expMonth = Number(expiry?.[1]);
  if (!expiry || expMonth < 1 || expMonth > 12) return { decline: invalidExpiry };
  const expYear = Number(expiry[2]) + (expiry[2]?.length === 2 ? 2_000 : 0);
  if (Date.UTC(expYear, expMonth, 1) / 1000 <= now) return { decline: expired };
  if (!/^\d{3,4}$/.test(entry.cvc.trim())) return { decline: invalidCvc };
  return { read: { card, expMonth, expYear, name: entry.name.trim().slice(0, 200) || null } };
}

/** The card behind a token, as if its owner had typed it: valid for some years to come. */
export function readTokenCard(card: TestCard, now: number): ReadCard {
  return { card, expMonth: 12, expYear: new Date(now * 1_000).getUTCFullYear() + 4, name: null };
}
