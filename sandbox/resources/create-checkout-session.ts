import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { CheckoutLine, CheckoutSession, Price } from "../core/wire";
import { invalidRequest, notInSandbox, parameterMissing } from "../http/errors";
import {
  array,
  boolean,
  integer,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  type Params,
  required,
  text,
  webAddress,
} from "../http/params";
import { getCustomer } from "./customers";
import { mergeMetadata } from "./metadata";
import { getPrice } from "./prices";

const minute = 60;
const day = 86_400;
/** Business time is shared with the caller over HTTP, so a bound given to the second deserves some slack. */
const slackSeconds = 10;

export const createCheckoutParams = {
  allowed_payment_method_types: array(oneOf("card")),
  billing_address_collection: oneOf("auto"),
  cancel_url: webAddress,
  client_reference_id: text(200),
  currency: text(3),
  customer: text(),
  customer_email: text(800),
  customer_update: object({ address: oneOf("auto", "never"), name: oneOf("never"), shipping: oneOf("auto", "never") }),
  expires_at: integer(),
  line_items: array(
    object({
      price: required(text()),
      quantity: integer({ min: 1, max: 999_999 }),
      adjustable_quantity: notYet,
      price_data: notYet,
      tax_rates: notYet,
      dynamic_tax_rates: notYet,
      metadata: notYet,
    }),
    20,
  ),
  locale: text(10),
  metadata,
  mode: required(oneOf("subscription", "payment", "setup")),
  payment_method_collection: oneOf("always", "if_required"),
  subscription_data: object({
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
  }),
  success_url: webAddress,
  ui_mode: oneOf("hosted_page"),
  allow_promotion_codes: boolean,
  automatic_tax: object({ enabled: required(boolean), liability: notYet }),
  tax_id_collection: object({ enabled: required(boolean), required: notYet }),
  ...notYetParams("adaptive_pricing", "after_expiration", "branding_settings", "consent_collection", "custom_fields"),
  ...notYetParams("custom_text", "customer_account", "customer_creation", "discounts", "excluded_payment_method_types"),
  ...notYetParams(
    "integration_identifier",
    "invoice_creation",
    "managed_payments",
    "name_collection",
    "optional_items",
  ),
  ...notYetParams("origin_context", "payment_intent_data", "payment_method_configuration", "payment_method_data"),
  ...notYetParams("payment_method_options", "permissions", "phone_number_collection", "redirect_on_completion"),
  ...notYetParams("return_url", "saved_payment_method_options", "setup_intent_data", "shipping_address_collection"),
  ...notYetParams("shipping_options", "submit_type", "wallet_options"),
};

type CreateParams = Params<typeof createCheckoutParams>;

function requireSupported(params: CreateParams): void {
  if (params.mode !== "subscription") throw notInSandbox(`checkout sessions with mode "${params.mode}"`);
  if (params.automatic_tax?.enabled) throw notInSandbox("automatic_tax");
  if (params.tax_id_collection?.enabled) throw notInSandbox("tax_id_collection");
  if (params.allow_promotion_codes) throw notInSandbox("allow_promotion_codes");
}

function readLines(tx: Tx, params: CreateParams): CheckoutLine[] {
  if (!params.line_items?.length) throw parameterMissing("line_items");
  return params.line_items.map((item, index) => {
    const name = `line_items[${index}]`;
    const price = getPrice(tx, item.price, `${name}[price]`, 400);
    if (!price.active) {
      throw invalidRequest(`The price specified is inactive. This field only accepts active prices.`, {
        param: `${name}[price]`,
      });
    }
    if (item.quantity === undefined) throw parameterMissing(`${name}[quantity]`);
    return checkoutLine(tx, price, item.quantity);
  });
}

function checkoutLine(tx: Tx, price: Price, quantity: number): CheckoutLine {
  const amount = (price.unit_amount ?? 0) * quantity;
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: tx.get("product", price.product).name,
    metadata: {},
    price,
    quantity,
  };
}

/** The rules a subscription's prices share: recurring, of one currency and one interval. Returns the currency. */
function requireOneRhythm(
  tx: Tx,
  lines: CheckoutLine[],
  customer: string | null,
  currency: string | undefined,
): string {
  const [first] = lines;
  if (!first || lines.every((line) => !line.price.recurring)) {
    throw invalidRequest("You must provide at least one recurring price in `subscription` mode when using prices.");
  }
  for (const { price } of lines) {
    if (!price.recurring) throw notInSandbox("one-time prices in a subscription's checkout");
    if (price.currency !== first.currency) {
      throw invalidRequest("All prices of a checkout session must use the same currency.", { param: "line_items" });
    }
    const sameInterval =
      price.recurring.interval === first.price.recurring?.interval &&
      price.recurring.interval_count === first.price.recurring?.interval_count;
    if (!sameInterval) throw notInSandbox("prices with different intervals in one subscription");
  }
  if (currency && currency.toLowerCase() !== first.currency) {
    throw invalidRequest(`The price \`${first.price.id}\` is not available in ${currency}.`, { param: "currency" });
  }
  const running = customer
    ? tx.filter("subscription", (sub) => sub.customer === customer && sub.ended_at === null)
    : [];
  const other = running.find((subscription) => subscription.currency !== first.currency);
  if (other) {
    throw invalidRequest(
      `You cannot combine currencies on a single customer. This customer has an active subscription with currency ${other.currency}.`,
    );
  }
  return first.currency;
}

function readExpiry(tx: Tx, expiresAt: number | undefined): number {
  if (expiresAt === undefined) return tx.now + day;
  if (expiresAt < tx.now + 30 * minute - slackSeconds) {
    throw invalidRequest("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", {
      param: "expires_at",
    });
  }
  if (expiresAt > tx.now + day + slackSeconds) {
    throw invalidRequest("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", {
      param: "expires_at",
    });
  }
  return expiresAt;
}

/** Opens a session. Every refusal comes before the first write. */
export function createCheckoutSession(tx: Tx, params: CreateParams): CheckoutSession {
  requireSupported(params);
  if (!params.success_url) throw parameterMissing("success_url");
  if (params.customer && params.customer_email) {
    throw invalidRequest("You may only specify one of these parameters: customer, customer_email.");
  }
  const customer = params.customer ? getCustomer(tx, params.customer, "customer", 400) : null;
  const lines = readLines(tx, params);
  const currency = requireOneRhythm(tx, lines, customer?.id ?? null, params.currency);
  const trialPeriodDays = params.subscription_data?.trial_period_days ?? null;
  const total = trialPeriodDays ? 0 : lines.reduce((sum, line) => sum + line.amount_total, 0);
  const expiresAt = readExpiry(tx, params.expires_at);
  const id = newId("cs_test", 40);
  tx.put("checkout_facts", {
    id,
    lines,
    trialPeriodDays,
    missingPaymentMethod:
      params.subscription_data?.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    subscriptionMetadata: mergeMetadata({}, params.subscription_data?.metadata),
    subscriptionDescription: params.subscription_data?.description ?? null,
    paymentIntent: null,
  });
  const session: CheckoutSession = {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: tx.now,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: customer?.id ?? null,
    customer_account: null,
    customer_creation: customer ? null : "always",
    customer_details: null,
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: { enabled: false },
    metadata: mergeMetadata({}, params.metadata),
    mode: "subscription",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: params.payment_method_collection ?? "always",
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: "automatic" } },
    payment_method_types: ["card"],
    payment_status: "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: params.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${tx.origin}/c/pay/${id}`,
    wallet_options: null,
  };
  // Stripe has no event for a session that was merely opened.
  return tx.create("checkout.session", session, null);
}
