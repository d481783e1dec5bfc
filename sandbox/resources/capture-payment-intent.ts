import { disputeIfSo } from "../billing/attempt-payment";
import type { Tx } from "../core/tx";
import type { PaymentIntent } from "../core/wire";
import { invalidRequest } from "../http/errors";
import { boolean, integer, metadata, notYetParams, type Params } from "../http/params";
import { bookPayment, getCharge } from "./charges";
import { unexpectedState } from "./confirm-payment-intent";
import { mergeMetadata } from "./metadata";
import { cardBehaviour } from "./payment-methods";

export const captureParams = {
  amount_to_capture: integer({ min: 1 }),
  final_capture: boolean,
  metadata,
  ...notYetParams("amount_details", "application_fee_amount", "hooks", "payment_details", "statement_descriptor"),
  ...notYetParams("statement_descriptor_suffix", "transfer_data"),
};

/** Takes what was held, or part of it; the rest is released. */
export function capturePaymentIntent(
  tx: Tx,
  intent: PaymentIntent,
  params: Params<typeof captureParams>,
): PaymentIntent {
  if (intent.status !== "requires_capture") throw unexpectedState(intent, "capture");
  const amount = params.amount_to_capture ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      `The amount you attempted to capture (${amount}) is greater than the authorized amount (${intent.amount_capturable}).`,
      { code: "amount_too_large", param: "amount_to_capture" },
    );
  }
  const held = getCharge(tx, intent.latest_charge ?? "");
  const method = tx.get("payment_method", intent.payment_method ?? "");
  const balance_transaction = bookPayment(tx, held.id, intent, method, amount);
  const charge = tx.update(
    "charge",
    held,
    { amount_captured: amount, balance_transaction, captured: true },
    "charge.captured",
  );
  const captured = tx.update(
    "payment_intent",
    intent,
    {
      amount_capturable: 0,
      amount_received: amount,
      metadata: mergeMetadata(intent.metadata, params.metadata),
      status: "succeeded",
    },
    "payment_intent.succeeded",
  );
  disputeIfSo(tx, charge, cardBehaviour(tx, method.id));
  return captured;
}
