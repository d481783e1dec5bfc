import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PortalConfiguration } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import {
  array,
  boolean,
  integer,
  metadata,
  notYet,
  object,
  oneOf,
  type Params,
  required,
  text,
  unsettable,
  webAddress,
} from "../http/params";
import { mergeMetadata } from "./metadata";
import { prorationBehavior } from "./subscription-changes";

const reasons = oneOf(
  "customer_service",
  "low_quality",
  "missing_features",
  "other",
  "switched_service",
  "too_complex",
  "too_expensive",
  "unused",
);

const features = object({
  customer_update: object({
    allowed_updates: unsettable(array(oneOf("address", "email", "name", "phone", "shipping", "tax_id"))),
    enabled: boolean,
  }),
  invoice_history: object({ enabled: required(boolean) }),
  payment_method_update: object({ enabled: required(boolean), payment_method_configuration: notYet }),
  subscription_cancel: object({
    cancellation_reason: object({ enabled: required(boolean), options: array(reasons), feedback_options: notYet }),
    enabled: required(boolean),
    mode: oneOf("at_period_end", "immediately"),
    proration_behavior: prorationBehavior,
  }),
  subscription_pause: notYet,
  subscription_update: object({
    billing_cycle_anchor: oneOf("now", "unchanged"),
    default_allowed_updates: unsettable(array(oneOf("price", "promotion_code", "quantity"))),
    enabled: required(boolean),
    products: unsettable(
      array(
        object({
          adjustable_quantity: object({
            enabled: required(boolean),
            maximum: integer({ min: 1 }),
            minimum: integer({ min: 0 }),
          }),
          prices: required(array(text())),
          product: required(text()),
        }),
      ),
    ),
    proration_behavior: prorationBehavior,
    schedule_at_period_end: notYet,
    trial_update_behavior: oneOf("continue_trial", "end_trial"),
  }),
});

const writable = {
  business_profile: object({
    headline: unsettable(text(60)),
    privacy_policy_url: webAddress,
    terms_of_service_url: webAddress,
  }),
  default_return_url: unsettable(webAddress),
  features,
  login_page: object({ enabled: required(boolean) }),
  metadata,
  name: unsettable(text()),
};
type Writable = Params<typeof writable>;

const allReasons = ["too_expensive", "missing_features", "switched_service", "unused", "other"];

/** What the portal offers where nobody configured it. */
const noFeatures: PortalConfiguration["features"] = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: allReasons },
    enabled: true,
    mode: "at_period_end",
    proration_behavior: "none",
  },
  subscription_pause: { duration: { interval_options: [], type: "indefinite" }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: "unchanged",
    default_allowed_updates: [],
    enabled: false,
    products: null,
    proration_behavior: "none",
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: "end_trial",
  },
};

function changedFeatures(
  before: PortalConfiguration["features"],
  input: Writable["features"],
): PortalConfiguration["features"] {
  const { customer_update, subscription_cancel, subscription_update } = input ?? {};
  const { cancellation_reason: reason, ...cancel } = subscription_cancel ?? {};
  const { products, default_allowed_updates, ...update } = subscription_update ?? {};
  return {
    ...before,
    customer_update: {
      allowed_updates: customer_update?.allowed_updates ?? before.customer_update.allowed_updates,
      enabled: customer_update?.enabled ?? before.customer_update.enabled,
    },
    invoice_history: input?.invoice_history ?? before.invoice_history,
    payment_method_update: {
      ...before.payment_method_update,
      enabled: input?.payment_method_update?.enabled ?? before.payment_method_update.enabled,
    },
    subscription_cancel: {
      ...before.subscription_cancel,
      ...given(cancel),
      cancellation_reason: {
        ...before.subscription_cancel.cancellation_reason,
        ...given({ enabled: reason?.enabled, options: reason?.options }),
      },
    },
    subscription_update: {
      ...before.subscription_update,
      ...given(update),
      ...given({ default_allowed_updates: default_allowed_updates ?? undefined }),
      ...(products === undefined
        ? {}
        : {
            products: (products ?? []).map(({ product, prices, adjustable_quantity: range }) => ({
              adjustable_quantity: {
                enabled: range?.enabled ?? false,
                maximum: range?.maximum ?? null,
                minimum: range?.minimum ?? 1,
              },
              prices,
              product,
            })),
          }),
    },
  };
}

/** The configuration that sessions use when they name none; made when it is first asked for. */
export function defaultConfiguration(tx: Tx): PortalConfiguration {
  const [known] = tx.filter("billing_portal.configuration", (configuration) => configuration.is_default);
  return known ?? createConfiguration(tx, {}, true);
}

function createConfiguration(tx: Tx, input: Partial<Writable>, isDefault: boolean): PortalConfiguration {
  const configuration: PortalConfiguration = {
    id: newId("bpc"),
    object: "billing_portal.configuration",
    active: true,
    application: null,
    business_profile: {
      headline: input.business_profile?.headline ?? null,
      privacy_policy_url: input.business_profile?.privacy_policy_url ?? null,
      terms_of_service_url: input.business_profile?.terms_of_service_url ?? null,
    },
    created: tx.now,
    default_return_url: input.default_return_url ?? null,
    features: changedFeatures(noFeatures, input.features),
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: input.login_page?.enabled ?? false, url: null },
    metadata: mergeMetadata({}, input.metadata),
    name: input.name ?? null,
    updated: tx.now,
  };
  const event = isDefault ? null : "billing_portal.configuration.created";
  return tx.create("billing_portal.configuration", configuration, event);
}

export function getConfiguration(tx: Tx, id: string, param = "configuration", status = 404): PortalConfiguration {
  const configuration = tx.find("billing_portal.configuration", id);
  if (!configuration) throw resourceMissing("configuration", id, param, status);
  return configuration;
}

export const portalConfigurationEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/billing_portal/configurations",
    params: { ...writable, features: required(features) },
    run: (tx, params) => createConfiguration(tx, params, false),
  }),
  endpoint({
    method: "GET",
    path: "/v1/billing_portal/configurations/:id",
    params: {},
    run: (tx, _params, id) => getConfiguration(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/billing_portal/configurations/:id",
    params: { ...writable, active: boolean },
    run: (tx, params, id) => {
      const before = getConfiguration(tx, id);
      const changes = given({
        active: params.active,
        business_profile: params.business_profile && { ...before.business_profile, ...given(params.business_profile) },
        default_return_url: params.default_return_url,
        features: changedFeatures(before.features, params.features),
        login_page: params.login_page && { ...before.login_page, enabled: params.login_page.enabled },
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
        name: params.name,
        updated: tx.now,
      });
      return tx.update("billing_portal.configuration", before, changes, "billing_portal.configuration.updated");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/billing_portal/configurations",
    params: { ...listParams, active: boolean, is_default: boolean },
    run: (tx, params) =>
      page(
        tx.store.all("billing_portal.configuration"),
        (configuration) =>
          (params.active === undefined || configuration.active === params.active) &&
          (params.is_default === undefined || configuration.is_default === params.is_default),
        params,
        "/v1/billing_portal/configurations",
      ),
  }),
];
