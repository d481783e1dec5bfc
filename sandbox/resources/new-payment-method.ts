import type { BankAccount } from "../billing/bank-accounts";
import type { ReadCard } from "../billing/cards";
import type { MethodBehaviour } from "../billing/test-cards";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PaymentMethod } from "../core/wire";
import { wholeBillingDetails } from "./addresses";

type Kept = Pick<PaymentMethod, "type" | "card" | "sepa_debit" | "ideal">;
type Details = Pick<PaymentMethod, "billing_details" | "allow_redisplay" | "metadata">;

/** A method that belongs to nobody yet. No event tells of it, as with Stripe: it is news once attached. */
function createMethod(tx: Tx, behaviour: MethodBehaviour, kept: Kept, details: Partial<Details>, id: string) {
  const method: PaymentMethod = {
    id,
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: wholeBillingDetails(undefined),
    created: tx.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    ...kept,
    ...details,
  };
  tx.put("card_facts", { id, behaviour });
  return tx.create("payment_method", method, null);
}

export function createCard(
  tx: Tx,
  { card, expMonth, expYear, name }: ReadCard,
  details: Partial<Details> = {},
  id = newId("pm"),
) {
  const kept: Kept = {
    type: "card",
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: card.brand,
      exp_month: expMonth,
      exp_year: expYear,
      fingerprint: null,
      funding: card.tokens[0]?.endsWith("_debit") ? "debit" : "credit",
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
  };
  const named = { ...wholeBillingDetails(undefined), name };
  return createMethod(tx, card.behaviour, kept, { billing_details: named, ...details }, id);
}

export function createBankDebit(tx: Tx, account: BankAccount, details: Partial<Details>): PaymentMethod {
  const { bankCode, country, last4 } = account;
  const sepa_debit = { bank_code: bankCode, branch_code: "", country, fingerprint: null, generated_from: null, last4 };
  return createMethod(tx, account.behaviour, { type: "sepa_debit", sepa_debit }, details, newId("pm"));
}

export function createIdeal(tx: Tx, details: Partial<Details>): PaymentMethod {
  return createMethod(tx, "ideal", { type: "ideal", ideal: { bank: null, bic: null } }, details, newId("pm"));
}
