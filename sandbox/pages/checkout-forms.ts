import { findBankAccount } from "../billing/bank-accounts";
import { type CardEntry, type Decline, readCardEntry } from "../billing/cards";
import type { CheckoutFacts } from "../core/facts";
import type { Tx } from "../core/tx";
import type { CheckoutSession, PaymentMethod } from "../core/wire";
import { wholeBillingDetails } from "../resources/addresses";
import { createBankDebit, createCard, createIdeal } from "../resources/new-payment-method";
import { cardFields, cardShortcuts } from "./card-form";
import { type Html, html } from "./html";
import type { Texts } from "./texts-en";

/** Whether the page must ask for a method: always, unless nothing is due and the shop asked for one only if required. */
function asksForMethod(session: CheckoutSession): boolean {
  return session.payment_method_collection !== "if_required" || (session.amount_total ?? 0) > 0;
}

/** One form for each way to pay that the shop allows. */
export function paymentForms(session: CheckoutSession, facts: CheckoutFacts, entry: CardEntry, texts: Texts): Html {
  const due = session.amount_total ?? 0;
  const start = facts.trialPeriodDays ? texts.startTrial : due > 0 ? texts.pay : texts.subscribeButton;
  const label = session.mode === "setup" ? texts.save : start;
  const knowsEmail = session.customer !== null || session.customer_email !== null;
  const form = (
    type: string,
    heading: string | null,
    fields: Html,
    button = label,
  ) => html`<form class="card" method="post">
<input type="hidden" name="type" value="${type}">
${heading && html`<h2>${heading}</h2>`}
${!knowsEmail && html`<label for="email-${type}">${texts.email}</label><input id="email-${type}" name="email" type="email" required autocomplete="off">`}
${fields}<button class="main" type="submit">${button}</button>
</form>`;
  if (!asksForMethod(session)) return form("none", null, html`<p>${texts.noCardNeeded}</p>`);
  const forms: { [type: string]: () => Html } = {
    card: () => form("card", texts.payWith, html`${cardFields(entry, texts)}${cardShortcuts(entry.number, texts)}`),
    ideal: () => form("ideal", "iDEAL", html`<p>${texts.idealText}</p>`, texts.payWithIdeal),
    sepa_debit: () =>
      form(
        "sepa_debit",
        texts.directDebit,
        html`<label for="iban">IBAN</label>
<input id="iban" name="iban" value="NL39RABO0300065264" autocomplete="off" required>
<label for="holder">${texts.accountHolder}</label><input id="holder" name="name" value="Sandbox Customer" required>
<p class="soft">${texts.debitConsent}</p>`,
      ),
  };
  return html`${session.payment_method_types.map((type) => forms[type]?.())}`;
}

/** The method that the customer entered, null where none was asked for, or why it can't be used. */
export function makeMethod(
  tx: Tx,
  session: CheckoutSession,
  form: URLSearchParams,
  entry: CardEntry,
): { method: PaymentMethod | null } | { decline: Decline } {
  if (!asksForMethod(session)) return { method: null };
  const type = form.get("type") ?? "card";
  const allowed = session.payment_method_types.includes(type) ? type : session.payment_method_types[0];
  const billing_details = {
    ...wholeBillingDetails(undefined),
    email: form.get("email")?.slice(0, 500) || null,
    name: entry.name.trim() || null,
  };
  if (allowed === "ideal") return { method: createIdeal(tx, { billing_details }) };
  if (allowed === "sepa_debit") {
    const account = findBankAccount((form.get("iban") ?? "").slice(0, 50));
    if (account) return { method: createBankDebit(tx, account, { billing_details }) };
    const message = "This is no test account: the sandbox never debits a real one.";
    return { decline: { code: "invalid_bank_account_iban", declineCode: null, message } };
  }
  const card = readCardEntry(entry, tx.now);
  if ("decline" in card) return card;
  return { method: createCard(tx, card.read, { allow_redisplay: "limited", billing_details }) };
}
