import type { CardFacts } from "../core/collections";

export type CardBehaviour = CardFacts["behaviour"];
export type TestCard = { number: string; brand: string; behaviour: CardBehaviour; label: string; token: string };

/** The test cards that this sandbox knows. Source of numbers and behaviour: https://docs.stripe.com/testing */
export const testCards: readonly TestCard[] = [
  { number: "4242424242424242", brand: "visa", behaviour: "succeeds", label: "Succeeds", token: "pm_card_visa" },
  {
    number: "5555555555554444",
    brand: "mastercard",
    behaviour: "succeeds",
    label: "Succeeds (Mastercard)",
    token: "pm_card_mastercard",
  },
  {
    number: "4000000000000002",
    brand: "visa",
    behaviour: "declined",
    label: "Declined",
    token: "pm_card_visa_chargeDeclined",
  },
  {
    number: "4000000000009995",
    brand: "visa",
    behaviour: "insufficient_funds",
    label: "Insufficient funds",
    token: "pm_card_visa_chargeDeclinedInsufficientFunds",
  },
  {
    number: "4000000000000341",
    brand: "visa",
    behaviour: "fails_when_charged",
    label: "Attaches, then fails when charged",
    token: "pm_card_chargeCustomerFail",
  },
];

export type Decline = { code: string; declineCode: string | null; message: string };

/** Why a charge to such a card is declined, or null when it goes through. */
export function decideCharge(behaviour: CardBehaviour): Decline | null {
  if (behaviour === "succeeds") return null;
  if (behaviour === "insufficient_funds") {
    return { code: "card_declined", declineCode: "insufficient_funds", message: "Your card has insufficient funds." };
  }
  return { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." };
}

/** Why such a card can't be attached to a customer, or null when it can. */
export function decideAttach(behaviour: CardBehaviour): Decline | null {
  return behaviour === "fails_when_charged" ? null : decideCharge(behaviour);
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
