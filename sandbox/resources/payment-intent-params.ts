import {
  array,
  boolean,
  integer,
  metadata,
  notYetParams,
  object,
  oneOf,
  required,
  text,
  unsettable,
  webAddress,
} from "../http/params";
import { shipping } from "./addresses";
import { mandateData } from "./mandate-data";

const methodTypes = array(oneOf("card", "sepa_debit", "ideal"));
/** Older API versions call them `payment_method_types`, and Stripe's CLI still does. */
const allowedTypes = { allowed_payment_method_types: methodTypes, payment_method_types: methodTypes };
const automaticMethods = object({ enabled: required(boolean), allow_redirects: oneOf("always", "never") });

export const confirmParams = {
  capture_method: oneOf("automatic", "automatic_async", "manual"),
  mandate_data: mandateData,
  off_session: boolean,
  payment_method: text(),
  receipt_email: unsettable(text(800)),
  return_url: webAddress,
  setup_future_usage: unsettable(oneOf("off_session", "on_session")),
  shipping: unsettable(shipping),
  use_stripe_sdk: boolean,
  ...notYetParams("amount_details", "amount_to_confirm", "confirmation_token"),
  ...notYetParams("error_on_requires_action", "excluded_payment_method_types", "hooks", "mandate", "payment_details"),
  ...notYetParams("payment_method_data", "payment_method_options", "radar_options"),
};

const describing = {
  customer: text(),
  description: text(1_000),
  metadata,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
  ...notYetParams("application_fee_amount", "customer_account", "on_behalf_of", "payment_method_configuration"),
  ...notYetParams("transfer_data"),
};

export const createParams = {
  ...confirmParams,
  ...describing,
  amount: required(integer({ min: 1, max: 99_999_999 })),
  automatic_payment_methods: automaticMethods,
  confirm: boolean,
  confirmation_method: oneOf("automatic", "manual"),
  currency: required(text(3)),
  ...allowedTypes,
};

export const updateParams = {
  ...describing,
  amount: integer({ min: 1, max: 99_999_999 }),
  capture_method: confirmParams.capture_method,
  payment_method: text(),
  ...allowedTypes,
  receipt_email: confirmParams.receipt_email,
  setup_future_usage: confirmParams.setup_future_usage,
  shipping: confirmParams.shipping,
  ...notYetParams("amount_details", "currency", "excluded_payment_method_types"),
  ...notYetParams("hooks", "payment_details", "payment_method_data", "payment_method_options"),
};

type Types = ("card" | "sepa_debit" | "ideal")[] | undefined;

/** Both names of the same choice, as far as one was given. */
export function typesOf(params: { allowed_payment_method_types?: Types; payment_method_types?: Types }) {
  const types = params.allowed_payment_method_types ?? params.payment_method_types;
  return types
    ? { allowed_payment_method_types: params.allowed_payment_method_types ?? null, payment_method_types: types }
    : {};
}
