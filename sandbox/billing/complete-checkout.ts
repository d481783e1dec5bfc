import type { Tx } from "../core/tx";
import type { CheckoutSession, Customer, PaymentIntent } from "../core/wire";
import { createCustomer } from "../resources/customers";
import { createPaymentIntent } from "../resources/new-payment-intent";
import { createCard } from "../resources/new-payment-method";
import { attachPaymentMethod } from "../resources/payment-methods";
import { attemptPayment } from "./attempt-payment";
import { type Decline, decideAttach, type ReadCard } from "./cards";
import { startSubscription } from "./start-subscription";

/** Why the payment did not go through, or null when the session is complete. A declined session can be tried again. */
export function completeCheckout(
  tx: Tx,
  session: CheckoutSession,
  card: ReadCard | null,
  email: string | null,
): Decline | null {
  const facts = tx.get("checkout_facts", session.id);
  const customer = buyer(tx, session, email);
  const method = card && createCard(tx, card);
  const amountMinor = session.amount_total ?? 0;
  let paidBy: PaymentIntent | null = null;
  if (card && method && amountMinor > 0) {
    const currency = session.currency ?? "usd";
    const open = facts.paymentIntent ? tx.get("payment_intent", facts.paymentIntent) : null;
    const intent =
      open ??
      createPaymentIntent(tx, { customer: customer.id, amountMinor, currency, description: "Subscription creation" });
    const outcome = attemptPayment(tx, intent, method, card.card.behaviour);
    if (outcome.decline) {
      tx.put("checkout_facts", { ...facts, paymentIntent: intent.id });
      return outcome.decline;
    }
    paidBy = outcome.intent;
  }
  const refusal = card && decideAttach(card.card.behaviour);
  if (refusal) return refusal;
  if (method) attachPaymentMethod(tx, method, customer.id);
  const subscription = startSubscription(tx, {
    customer: customer.id,
    items: facts.lines.map(({ price, quantity }) => ({ price, quantity })),
    paymentMethod: method?.id ?? null,
    metadata: facts.subscriptionMetadata,
    description: facts.subscriptionDescription,
    trialPeriodDays: facts.trialPeriodDays,
    missingPaymentMethod: facts.missingPaymentMethod,
    paidBy,
  });
  tx.update(
    "checkout.session",
    tx.get("checkout.session", session.id),
    {
      customer: customer.id,
      customer_details: {
        address: null,
        business_name: null,
        email: customer.email,
        individual_name: null,
        name: card?.name ?? customer.name ?? null,
        phone: null,
        tax_exempt: "none",
        tax_ids: [],
      },
      invoice: subscription.latest_invoice,
      payment_status: amountMinor > 0 ? "paid" : "no_payment_required",
      status: "complete",
      subscription: subscription.id,
      url: null,
    },
    "checkout.session.completed",
  );
  return null;
}

/** The session's customer, or a new one on the first attempt of a session that was opened without. */
function buyer(tx: Tx, session: CheckoutSession, email: string | null): Customer {
  if (session.customer) return tx.get("customer", session.customer);
  const customer = createCustomer(tx, { email: session.customer_email ?? email });
  tx.update("checkout.session", session, { customer: customer.id }, null);
  return customer;
}
