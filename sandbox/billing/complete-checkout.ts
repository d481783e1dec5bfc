import type { CheckoutFacts } from "../core/facts";
import type { Tx } from "../core/tx";
import type { CheckoutSession, Customer, PaymentIntent, PaymentMethod, SetupIntent } from "../core/wire";
import { StripeError } from "../http/errors";
import { confirmSetupIntent, createSetupIntent } from "../resources/confirm-setup-intent";
import { createCustomer } from "../resources/customers";
import { createPaymentIntent } from "../resources/new-payment-intent";
import { attachPaymentMethod, cardBehaviour } from "../resources/payment-methods";
import { attemptPayment } from "./attempt-payment";
import { type Decline, decideAttach, needsAuthentication } from "./cards";
import { concludeCheckout } from "./conclude-checkout";
import type { MethodBehaviour } from "./test-cards";

/** What came of a step: done, refused, or it goes on at `url`: at the bank to authenticate, or here with a new total. */
export type CheckoutOutcome =
  | { state: "complete" }
  | { state: "declined"; decline: Decline }
  | { state: "continue_at"; url: string };

/** Pays a session, or sets up its method. A declined session can be tried again. */
export function completeCheckout(
  tx: Tx,
  session: CheckoutSession,
  method: PaymentMethod | null,
  email: string | null,
): CheckoutOutcome {
  const facts = tx.get("checkout_facts", session.id);
  const customer = buyer(tx, session, facts, email);
  if (!method) return conclude(tx, session, null, null);
  if ((session.amount_total ?? 0) > 0) return pay(tx, session, facts, customer, method);
  if (session.mode === "setup" || asksFirst(cardBehaviour(tx, method.id))) {
    return setUp(tx, session, facts, customer, method);
  }
  const refusal = decideAttach(cardBehaviour(tx, method.id));
  if (refusal) return { state: "declined", decline: refusal };
  if (customer) attachPaymentMethod(tx, method, customer.id);
  return conclude(tx, session, method, null);
}

/** Whether a bank has to be asked although nothing is due yet. */
function asksFirst(behaviour: MethodBehaviour): boolean {
  return behaviour === "ideal" || needsAuthentication(behaviour, false);
}

function conclude(
  tx: Tx,
  session: CheckoutSession,
  method: PaymentMethod | null,
  intent: PaymentIntent | SetupIntent | null,
): CheckoutOutcome {
  concludeCheckout(tx, session.id, method, intent);
  return { state: "complete" };
}

function pay(
  tx: Tx,
  session: CheckoutSession,
  facts: CheckoutFacts,
  customer: Customer | null,
  method: PaymentMethod,
): CheckoutOutcome {
  const open = facts.paymentIntent ? tx.get("payment_intent", facts.paymentIntent) : null;
  const intent = open ?? openIntent(tx, session, facts, customer);
  const outcome = attemptPayment(tx, intent, method, cardBehaviour(tx, method.id));
  if (outcome.decline) return { state: "declined", decline: outcome.decline };
  if (outcome.intent.status === "requires_action") return authenticateAt(tx, intent.id);
  return conclude(tx, session, method, outcome.intent);
}

/** The intent of a session's first attempt, which the next attempts continue. */
function openIntent(tx: Tx, session: CheckoutSession, facts: CheckoutFacts, customer: Customer | null): PaymentIntent {
  const isPayment = session.mode === "payment";
  const intent = createPaymentIntent(tx, {
    customer: customer?.id ?? null,
    amountMinor: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    description: "Subscription creation",
    payment_method_types: session.payment_method_types,
    ...(isPayment ? facts.paymentIntentData : {}),
  });
  tx.put("checkout_facts", { ...facts, paymentIntent: intent.id });
  tx.put("intent_facts", { id: intent.id, returnUrl: null, checkoutSession: session.id });
  if (isPayment) {
    tx.update("checkout.session", tx.get("checkout.session", session.id), { payment_intent: intent.id }, null);
  }
  return intent;
}

function setUp(
  tx: Tx,
  session: CheckoutSession,
  facts: CheckoutFacts,
  customer: Customer | null,
  method: PaymentMethod,
): CheckoutOutcome {
  const intent = createSetupIntent(tx, {
    customer: customer?.id ?? null,
    payment_method_types: session.payment_method_types,
    ...facts.setupIntentData,
  });
  tx.put("intent_facts", { id: intent.id, returnUrl: null, checkoutSession: session.id });
  const outcome = confirmSetupIntent(tx, intent, { paymentMethod: method.id });
  if (outcome instanceof StripeError) {
    const { code = "card_declined", decline_code = null, message } = outcome.body;
    return { state: "declined", decline: { code, declineCode: decline_code, message } };
  }
  if (outcome.status === "requires_action") return authenticateAt(tx, intent.id);
  return conclude(tx, session, tx.get("payment_method", method.id), outcome);
}

function authenticateAt(tx: Tx, intent: string): CheckoutOutcome {
  return { state: "continue_at", url: `${tx.origin}/authenticate/${intent}` };
}

/**
 * The session's customer. A session that was opened without gets a new one on its first attempt where one is needed: for
 * a subscription, when the shop asked for it, or to keep the method for later.
 */
function buyer(tx: Tx, session: CheckoutSession, facts: CheckoutFacts, email: string | null): Customer | null {
  if (session.customer) return tx.get("customer", session.customer);
  const keeps = session.mode === "payment" && facts.paymentIntentData?.setup_future_usage;
  if (session.customer_creation !== "always" && !keeps) return null;
  const customer = createCustomer(tx, { email: session.customer_email ?? email });
  tx.update("checkout.session", session, { customer: customer.id }, null);
  return customer;
}
