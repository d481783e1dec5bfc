import type { SubscriptionSchedule } from "../core/wire";
import { given } from "../http/endpoint";
import { integer, notYetParams, object, oneOf, type Params, text, unsettable } from "../http/params";

const shape = {
  billing_cycle_anchor: oneOf("automatic", "phase_start"),
  collection_method: oneOf("charge_automatically", "send_invoice"),
  default_payment_method: text(),
  description: unsettable(text(500)),
  invoice_settings: object({
    days_until_due: integer({ min: 0 }),
    ...notYetParams("account_tax_ids", "custom_fields", "description", "footer", "issuer"),
  }),
  ...notYetParams("application_fee_percent", "automatic_tax", "billing_thresholds", "on_behalf_of", "transfer_data"),
};

/** What holds for each phase that says nothing else. */
export const defaultSettings = object(shape);

type Settings = SubscriptionSchedule["default_settings"];

export const usualSettings: Settings = {
  application_fee_percent: null,
  billing_cycle_anchor: "automatic",
  billing_thresholds: null,
  collection_method: "charge_automatically",
  default_payment_method: null,
  description: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    days_until_due: null,
    description: null,
    footer: null,
    issuer: { type: "self" },
  },
  on_behalf_of: null,
  transfer_data: null,
};

export function changedSettings(before: Settings, input: Params<typeof shape> | undefined): Settings {
  const { invoice_settings, ...plain } = input ?? {};
  const days_until_due = invoice_settings?.days_until_due ?? before.invoice_settings.days_until_due;
  return { ...before, ...given(plain), invoice_settings: { ...before.invoice_settings, days_until_due } };
}
