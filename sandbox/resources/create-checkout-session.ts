import { decideDiscount, decideUsualTotals } from "../billing/checkout-discounts";
import type { CheckoutFacts } from "../core/facts";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { CheckoutLine, CheckoutSession } from "../core/wire";
import { invalidRequest, notInSandbox, parameterMissing } from "../http/errors";
import type { Params } from "../http/params";
import { wholeShipping } from "./addresses";
import { readLines, requireOneRhythm, requireOneTime } from "./checkout-lines";
import type { createCheckoutParams } from "./checkout-params";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";

const minute = 60;
const day = 86_400;
/** Business time is shared with the caller over HTTP, so a bound given to the second deserves some slack. */
const slackSeconds = 10;

type CreateParams = Params<typeof createCheckoutParams>;

function requireSupported(params: CreateParams): void {
  if (params.automatic_tax?.enabled) throw notInSandbox("automatic_tax");
  if (params.tax_id_collection?.enabled) throw notInSandbox("tax_id_collection");
  if (params.discounts && (params.allow_promotion_codes || params.mode === "setup")) {
    throw invalidRequest("You may not use `discounts` together with `allow_promotion_codes` or in `setup` mode.", {
      param: "discounts",
    });
  }
  const misplaced = {
    payment: params.payment_intent_data && "payment_intent_data",
    setup: params.setup_intent_data && "setup_intent_data",
    subscription: params.subscription_data && "subscription_data",
  };
  for (const [mode, name] of Object.entries(misplaced)) {
    if (name && mode !== params.mode) {
      throw invalidRequest(`You can only use \`${name}\` in \`${mode}\` mode.`, { param: name });
    }
  }
}

function readMethodTypes(params: CreateParams): string[] {
  const types = params.allowed_payment_method_types ?? params.payment_method_types ?? ["card"];
  if (params.mode === "setup" && types.includes("ideal"))
    throw notInSandbox('ideal in a checkout session with mode "setup"');
  return types;
}

function readCurrency(tx: Tx, params: CreateParams, lines: CheckoutLine[]): string | null {
  if (params.mode === "setup") return params.currency?.toLowerCase() ?? null;
  if (params.mode === "payment") return requireOneTime(lines, params.currency);
  return requireOneRhythm(tx, lines, params.customer ?? null, params.currency);
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
  const lines = params.mode === "setup" ? [] : readLines(tx, params);
  const currency = readCurrency(tx, params, lines);
  const methodTypes = readMethodTypes(params);
  const notInEuro = methodTypes.find((type) => type !== "card" && currency !== "eur");
  if (notInEuro)
    throw invalidRequest(`The payment method \`${notInEuro}\` takes \`eur\` only.`, { param: "payment_method_types" });
  const trialPeriodDays = params.subscription_data?.trial_period_days ?? null;
  const [discount] = params.discounts ?? [];
  const discounted =
    discount && decideDiscount(tx, discount, { lines, trialPeriodDays, customer: customer?.id ?? null });
  const usual = decideUsualTotals(tx, { lines, trialPeriodDays, customer: customer?.id ?? null });
  const totals = params.mode === "setup" ? { amount_subtotal: null, amount_total: null } : usual.session;
  const expiresAt = readExpiry(tx, params.expires_at);
  const id = newId("cs_test", 40);
  tx.put("checkout_facts", {
    id,
    lines: usual.lines,
    trialPeriodDays,
    missingPaymentMethod:
      params.subscription_data?.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    subscriptionMetadata: mergeMetadata({}, params.subscription_data?.metadata),
    subscriptionDescription: params.subscription_data?.description ?? null,
    paymentIntent: null,
    ...discounted?.facts,
    paymentIntentData: readPaymentIntentData(params),
    setupIntentData: {
      description: params.setup_intent_data?.description ?? null,
      metadata: mergeMetadata({}, params.setup_intent_data?.metadata),
    },
  });
  const session: CheckoutSession = {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
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
    customer_creation: customer
      ? null
      : (params.customer_creation ?? (params.mode === "subscription" ? "always" : "if_required")),
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
    mode: params.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: params.payment_method_collection ?? "always",
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: "automatic" } },
    payment_method_types: methodTypes,
    payment_status: params.mode === "setup" ? "no_payment_required" : "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${tx.origin}/c/pay/${id}`,
    wallet_options: null,
    ...totals,
    ...discounted?.session,
  };
  // Stripe has no event for a session that was merely opened.
  return tx.create("checkout.session", session, null);
}

function readPaymentIntentData({ payment_intent_data: data }: CreateParams): CheckoutFacts["paymentIntentData"] {
  return {
    capture_method: data?.capture_method ?? "automatic",
    description: data?.description ?? null,
    metadata: mergeMetadata({}, data?.metadata),
    receipt_email: data?.receipt_email ?? null,
    setup_future_usage: data?.setup_future_usage ?? null,
    shipping: wholeShipping(data?.shipping),
    statement_descriptor: data?.statement_descriptor ?? null,
    statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
  };
}
