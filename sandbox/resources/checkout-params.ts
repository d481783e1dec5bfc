import {
  array,
  boolean,
  integer,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  required,
  text,
  webAddress,
} from "../http/params";
import { shipping } from "./addresses";
import { checkoutPriceData } from "./new-price";

const methodTypes = array(oneOf("card", "ideal", "sepa_debit"));

const lineItem = object({
  price: text(),
  price_data: checkoutPriceData,
  quantity: integer({ min: 1, max: 999_999 }),
  adjustable_quantity: notYet,
  tax_rates: notYet,
  dynamic_tax_rates: notYet,
  metadata: notYet,
});

const paymentIntentData = object({
  capture_method: oneOf("automatic", "automatic_async", "manual"),
  description: text(1_000),
  metadata,
  receipt_email: text(800),
  setup_future_usage: oneOf("off_session", "on_session"),
  shipping,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  ...notYetParams("application_fee_amount", "on_behalf_of", "transfer_data", "transfer_group"),
});

const subscriptionData = object({
  description: text(500),
  metadata,
  trial_period_days: integer({ min: 1, max: 730 }),
  trial_settings: object({
    end_behavior: required(
      object({
        missing_payment_method: required(oneOf("cancel", "create_invoice", "pause")),
        billing_cycle_anchor: notYet,
      }),
    ),
  }),
  ...notYetParams("application_fee_percent", "billing_cycle_anchor", "billing_cycle_anchor_config", "billing_mode"),
  ...notYetParams("default_tax_rates", "invoice_settings", "on_behalf_of", "proration_behavior", "transfer_data"),
  ...notYetParams("trial_end", "pending_invoice_item_interval"),
});

export const createCheckoutParams = {
  allowed_payment_method_types: methodTypes,
  billing_address_collection: oneOf("auto"),
  cancel_url: webAddress,
  client_reference_id: text(200),
  currency: text(3),
  customer: text(),
  customer_creation: oneOf("always", "if_required"),
  customer_email: text(800),
  customer_update: object({ address: oneOf("auto", "never"), name: oneOf("never"), shipping: oneOf("auto", "never") }),
  discounts: array(object({ coupon: text(), promotion_code: text() }), 1),
  expires_at: integer(),
  line_items: array(lineItem, 20),
  locale: text(10),
  metadata,
  mode: required(oneOf("subscription", "payment", "setup")),
  payment_intent_data: paymentIntentData,
  payment_method_collection: oneOf("always", "if_required"),
  /** The name that `allowed_payment_method_types` has in older API versions, which Stripe's CLI still sends. */
  payment_method_types: methodTypes,
  setup_intent_data: object({ description: text(1_000), metadata, on_behalf_of: notYet }),
  subscription_data: subscriptionData,
  submit_type: oneOf("auto", "book", "donate", "pay", "subscribe"),
  success_url: webAddress,
  ui_mode: oneOf("hosted_page"),
  allow_promotion_codes: boolean,
  automatic_tax: object({ enabled: required(boolean), liability: notYet }),
  tax_id_collection: object({ enabled: required(boolean), required: notYet }),
  ...notYetParams("adaptive_pricing", "after_expiration", "branding_settings", "consent_collection", "custom_fields"),
  ...notYetParams("custom_text", "customer_account", "excluded_payment_method_types", "invoice_creation"),
  ...notYetParams("integration_identifier", "managed_payments", "name_collection", "optional_items", "origin_context"),
  ...notYetParams("payment_method_configuration", "payment_method_data", "payment_method_options", "permissions"),
  ...notYetParams("phone_number_collection", "redirect_on_completion", "return_url", "saved_payment_method_options"),
  ...notYetParams("shipping_address_collection", "shipping_options", "wallet_options"),
};
