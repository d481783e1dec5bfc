import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PaymentIntent } from "../core/wire";

export type NewPaymentIntent = {
  customer: string | null;
  amountMinor: number;
  currency: string;
  description: string | null;
} & Partial<
  Pick<
    PaymentIntent,
    | "allowed_payment_method_types"
    | "automatic_payment_methods"
    | "capture_method"
    | "confirmation_method"
    | "metadata"
    | "payment_method"
    | "payment_method_types"
    | "receipt_email"
    | "setup_future_usage"
    | "shipping"
    | "statement_descriptor"
    | "statement_descriptor_suffix"
    | "transfer_group"
  >
>;

/** An intent that nobody has tried to pay yet. */
export function createPaymentIntent(tx: Tx, input: NewPaymentIntent): PaymentIntent {
  const id = newId("pi");
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    amount: input.amountMinor,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: input.automatic_payment_methods ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: input.capture_method ?? "automatic",
    client_secret: newId(`${id}_secret`),
    confirmation_method: input.confirmation_method ?? "automatic",
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
    metadata: input.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: input.payment_method ?? null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: input.payment_method_types ?? ["card"],
    payment_record: null,
    processing: null,
    receipt_email: input.receipt_email ?? null,
    review: null,
    setup_future_usage: input.setup_future_usage === undefined ? "off_session" : input.setup_future_usage,
    shipping: input.shipping ?? null,
    source: null,
    statement_descriptor: input.statement_descriptor ?? null,
    statement_descriptor_suffix: input.statement_descriptor_suffix ?? null,
    status: input.payment_method ? "requires_confirmation" : "requires_payment_method",
    transfer_data: null,
    transfer_group: input.transfer_group ?? null,
  };
  return tx.create("payment_intent", intent, "payment_intent.created");
}
