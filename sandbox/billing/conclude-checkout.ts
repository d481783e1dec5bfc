import type { Tx } from "../core/tx";
import type { CheckoutSession, PaymentIntent, PaymentMethod, SetupIntent } from "../core/wire";
import { createBankDebit } from "../resources/new-payment-method";
import { attachPaymentMethod } from "../resources/payment-methods";
import { findBankAccount } from "./bank-accounts";
import { countRedemption } from "./checkout-discounts";
import { startSubscription } from "./start-subscription";

/** Ends a session whose payment went through or is on its way, or whose method was set up. */
export function concludeCheckout(
  tx: Tx,
  id: string,
  method: PaymentMethod | null,
  intent: PaymentIntent | SetupIntent | null,
): void {
  const session = tx.get("checkout.session", id);
  const customer = session.customer ? tx.get("customer", session.customer) : null;
  const details = method?.billing_details;
  if (session.mode === "payment") countRedemption(tx, session);
  if (session.mode === "payment" && method && customer) keepForLater(tx, method, customer.id, intent);
  tx.update(
    "checkout.session",
    session,
    {
      ...(session.mode === "subscription" ? subscribe(tx, session, method, intent) : {}),
      ...(intent?.object === "setup_intent" && session.mode === "setup" ? { setup_intent: intent.id } : {}),
      customer_details: {
        address: details?.address ?? null,
        business_name: null,
        email: customer?.email ?? session.customer_email ?? details?.email ?? null,
        individual_name: null,
        name: details?.name ?? customer?.name ?? null,
        phone: details?.phone ?? null,
        tax_exempt: "none",
        tax_ids: [],
      },
      payment_status: paymentStatus(session, intent),
      status: "complete",
      url: null,
    },
    "checkout.session.completed",
  );
}

/** A one-time payment keeps its method only where the shop asked for that. */
function keepForLater(
  tx: Tx,
  { id, type }: PaymentMethod,
  customer: string,
  intent: PaymentIntent | SetupIntent | null,
) {
  const agreed = intent?.object === "payment_intent" && intent.setup_future_usage !== null;
  const method = tx.get("payment_method", id);
  if (agreed && type !== "ideal" && !method.customer) attachPaymentMethod(tx, method, customer);
}

/** iDEAL pays once; what follows is debited from the account it was paid from. Here that is always the same test account. */
function lastingMethod(tx: Tx, { id, type, billing_details }: PaymentMethod): PaymentMethod {
  const account = type === "ideal" ? findBankAccount("NL39RABO0300065264") : null;
  return account ? createBankDebit(tx, account, { billing_details }) : tx.get("payment_method", id);
}

function paymentStatus(session: CheckoutSession, intent: PaymentIntent | SetupIntent | null) {
  if ((session.amount_total ?? 0) === 0) return "no_payment_required";
  return intent?.status === "succeeded" ? "paid" : "unpaid";
}

function subscribe(
  tx: Tx,
  session: CheckoutSession,
  method: PaymentMethod | null,
  intent: PaymentIntent | SetupIntent | null,
): Partial<CheckoutSession> {
  const facts = tx.get("checkout_facts", session.id);
  const customer = session.customer ?? "";
  const kept = method && lastingMethod(tx, method);
  if (kept && !kept.customer) attachPaymentMethod(tx, kept, customer);
  const subscription = startSubscription(tx, {
    customer,
    items: facts.lines.map(({ price, quantity }) => ({ price, quantity })),
    paymentMethod: kept?.id ?? null,
    metadata: facts.subscriptionMetadata,
    description: facts.subscriptionDescription,
    trialPeriodDays: facts.trialPeriodDays,
    missingPaymentMethod: facts.missingPaymentMethod,
    paidBy: intent?.object === "payment_intent" ? intent : null,
    discounts: facts.discounts,
  });
  return { invoice: subscription.latest_invoice, subscription: subscription.id };
}
