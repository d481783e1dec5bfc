import type { Tx } from "../core/tx";
import type { Charge, PaymentIntent, PaymentMethod } from "../core/wire";
import { recordCharge } from "../resources/charges";
import { openDispute } from "../resources/open-dispute";
import { decideDebit } from "./bank-accounts";
import { authenticationRequired, type Decline, decideCharge, needsAuthentication } from "./cards";
import type { MethodBehaviour } from "./test-cards";

/** `intent.status` tells what came of it: succeeded, requires_capture, processing, requires_action, or declined. */
export type PaymentOutcome = { intent: PaymentIntent; decline: Decline | null };

export type AttemptContext = {
  /** The customer is not there to authenticate. */
  offSession?: boolean;
  /** The customer has just authenticated. */
  authenticated?: boolean;
};

const day = 86_400;
/** An authorisation that nobody captures runs out. Source: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method */
const authorisationDays = 7;

/**
 * Tries once to take the intent's amount. A charge is written, declined or not, unless the customer has to step in first;
 * a declined intent stays open and can be tried again. The method need not be attached yet.
 */
export function attemptPayment(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  behaviour: MethodBehaviour,
  context: AttemptContext = {},
): PaymentOutcome {
  const isSetUp = tx.get("card_facts", method.id).authenticated === true;
  const mustStepIn = behaviour === "ideal" || needsAuthentication(behaviour, isSetUp);
  if (mustStepIn && !context.authenticated) {
    if (context.offSession) return declinePayment(tx, intent, method, authenticationRequired);
    return { intent: askForAuthentication(tx, intent, method), decline: null };
  }
  const decline = decideCharge(behaviour);
  if (decline) return declinePayment(tx, intent, method, decline);
  const debit = decideDebit(behaviour);
  if (debit) {
    const { afterSeconds, ...facts } = debit;
    tx.put("payment_facts", { id: intent.id, dueAt: tx.now + afterSeconds, ...facts });
    const charge = recordCharge(tx, intent, method, "pending");
    return {
      intent: advance(tx, intent, method, charge, { status: "processing" }, "payment_intent.processing"),
      decline,
    };
  }
  if (intent.capture_method === "manual") {
    tx.put("payment_facts", {
      id: intent.id,
      dueAt: tx.now + authorisationDays * day,
      outcome: "expires",
      disputed: false,
    });
    const charge = recordCharge(tx, intent, method, "authorized");
    const changes = { amount_capturable: intent.amount, status: "requires_capture" } as const;
    const held = advance(tx, intent, method, charge, changes, "payment_intent.amount_capturable_updated");
    return { intent: held, decline };
  }
  const charge = recordCharge(tx, intent, method, "captured");
  const changes = { amount_received: intent.amount, status: "succeeded" } as const;
  const succeeded = advance(tx, intent, method, charge, changes, "payment_intent.succeeded");
  disputeIfSo(tx, charge, behaviour);
  return { intent: succeeded, decline };
}

function advance(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  charge: Charge,
  changes: Partial<PaymentIntent>,
  event: Parameters<Tx["emit"]>[0],
): PaymentIntent {
  const common = {
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
  };
  return tx.update("payment_intent", intent, { ...common, ...changes }, event);
}

/** Leaves the intent to its customer: a bank's page for iDEAL or where the shop gave a way back, else Stripe's script. */
function askForAuthentication(tx: Tx, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const returnUrl = tx.find("intent_facts", intent.id)?.returnUrl ?? null;
  const redirects = method.type === "ideal" || returnUrl !== null;
  return tx.update(
    "payment_intent",
    intent,
    {
      last_payment_error: null,
      next_action: redirects
        ? {
            type: "redirect_to_url",
            redirect_to_url: { return_url: returnUrl, url: `${tx.origin}/authenticate/${intent.id}` },
          }
        : { type: "use_stripe_sdk", use_stripe_sdk: {} },
      payment_method: method.id,
      status: "requires_action",
    },
    "payment_intent.requires_action",
  );
}

/** Writes a failed attempt: a failed charge and an intent that waits for another method. */
function declinePayment(tx: Tx, intent: PaymentIntent, method: PaymentMethod, decline: Decline): PaymentOutcome {
  const charge = recordCharge(tx, intent, method, { decline });
  return { intent: failIntent(tx, intent, method, decline, charge), decline };
}

export function failIntent(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
  charge: Charge | null,
): PaymentIntent {
  return tx.update(
    "payment_intent",
    intent,
    {
      last_payment_error: {
        type: method.type === "card" ? "card_error" : "invalid_request_error",
        code: decline.code,
        message: decline.message,
        payment_method: method,
        ...(charge ? { charge: charge.id } : {}),
        ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
      },
      latest_charge: charge?.id ?? intent.latest_charge,
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    },
    "payment_intent.payment_failed",
  );
}

/** Some test cards' payments are disputed as soon as they succeed. */
export function disputeIfSo(tx: Tx, charge: Charge, behaviour: MethodBehaviour): void {
  if (behaviour === "disputed") openDispute(tx, charge, "fraudulent", "chargeback");
  if (behaviour === "disputed_not_received") openDispute(tx, charge, "product_not_received", "chargeback");
  if (behaviour === "disputed_inquiry") openDispute(tx, charge, "fraudulent", "inquiry");
}
