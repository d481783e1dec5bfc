import type { Tx } from "../core/tx";
import type { CheckoutSession, PaymentIntent, SetupIntent } from "../core/wire";
import { StripeError } from "../http/errors";
import { finishAttempt } from "../resources/confirm-payment-intent";
import { confirmSetupIntent, failSetupIntent } from "../resources/confirm-setup-intent";
import { failWhatItPays } from "./after-payment";
import { failIntent } from "./attempt-payment";
import { concludeCheckout } from "./conclude-checkout";

const message = "The customer did not authenticate this payment method. Try again, or use another one.";

/** Where the customer goes on, and whether all went well. */
export type Authentication = { succeeded: boolean; session: CheckoutSession | null; returnUrl: string | null };

/** Carries out what a customer answered on the bank's page. An intent that no longer asks stays as it is. */
export function finishAuthentication(tx: Tx, intent: PaymentIntent | SetupIntent, agrees: boolean): Authentication {
  const facts = tx.find("intent_facts", intent.id);
  const session = facts?.checkoutSession ? tx.get("checkout.session", facts.checkoutSession) : null;
  const isOpen = intent.status === "requires_action" && (session === null || session.status === "open");
  const succeeded = isOpen ? answer(tx, intent, agrees, session) : intent.status === "succeeded";
  return { succeeded, session, returnUrl: facts?.returnUrl ?? null };
}

function answer(
  tx: Tx,
  intent: PaymentIntent | SetupIntent,
  agrees: boolean,
  session: CheckoutSession | null,
): boolean {
  const method = tx.get("payment_method", intent.payment_method ?? "");
  if (!agrees) {
    if (intent.object === "payment_intent") {
      const decline = { code: "payment_intent_authentication_failure", declineCode: null, message };
      failWhatItPays(tx, failIntent(tx, intent, method, decline, null));
    } else
      failSetupIntent(tx, intent, method, { code: "setup_intent_authentication_failure", declineCode: null, message });
    return false;
  }
  const done =
    intent.object === "payment_intent"
      ? finishAttempt(tx, intent, method, { authenticated: true })
      : confirmSetupIntent(tx, intent, { authenticated: true });
  if (done instanceof StripeError) return false;
  if (session) concludeCheckout(tx, session.id, tx.get("payment_method", method.id), done);
  return true;
}
