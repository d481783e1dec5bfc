import type { Tx } from "../core/tx";
import type { PaymentIntent, PaymentMethod } from "../core/wire";
import { recordCharge } from "../resources/charges";
import { type CardBehaviour, type Decline, decideCharge } from "./cards";

export type PaymentOutcome = { intent: PaymentIntent; decline: Decline | null };

/**
 * Tries once to take the intent's amount from a card. Either way a charge is written; a declined intent stays open and
 * can be tried again. The method need not be attached yet: a first checkout charges before it keeps the card.
 */
export function attemptPayment(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  behaviour: CardBehaviour,
): PaymentOutcome {
  const decline = decideCharge(behaviour);
  const charge = recordCharge(tx, intent, method, decline);
  if (!decline) {
    const succeeded = tx.update(
      "payment_intent",
      intent,
      {
        amount_received: intent.amount,
        last_payment_error: null,
        latest_charge: charge.id,
        payment_method: method.id,
        status: "succeeded",
      },
      "payment_intent.succeeded",
    );
    return { intent: succeeded, decline: null };
  }
  const failed = tx.update(
    "payment_intent",
    intent,
    {
      last_payment_error: {
        type: "card_error",
        code: decline.code,
        message: decline.message,
        charge: charge.id,
        payment_method: method,
        ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
      },
      latest_charge: charge.id,
      payment_method: null,
      status: "requires_payment_method",
    },
    "payment_intent.payment_failed",
  );
  return { intent: failed, decline };
}
