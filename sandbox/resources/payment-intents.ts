import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PaymentIntent } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { isInRange, notYet, range, text } from "../http/params";

export type NewPaymentIntent = { customer: string; amountMinor: number; currency: string; description: string | null };

export function createPaymentIntent(tx: Tx, input: NewPaymentIntent): PaymentIntent {
  const id = newId("pi");
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: input.amountMinor,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic",
    client_secret: newId(`${id}_secret`),
    confirmation_method: "automatic",
    created: tx.now,
    currency: input.currency,
    customer: input.customer,
    customer_account: null,
    description: input.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ["card"],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: "off_session",
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  };
  return tx.create("payment_intent", intent, "payment_intent.created");
}

export const paymentIntentEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/payment_intents/:id",
    params: { client_secret: notYet },
    run: (tx, _params, id) => {
      const intent = tx.find("payment_intent", id);
      if (!intent) throw resourceMissing("payment_intent", id, "intent");
      return intent;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/payment_intents",
    params: { ...listParams, created: range, customer: text(), customer_account: notYet },
    run: (tx, params) =>
      page(
        tx.store.all("payment_intent"),
        (intent) =>
          (!params.customer || intent.customer === params.customer) && isInRange(intent.created, params.created),
        params,
        "/v1/payment_intents",
      ),
  }),
];
