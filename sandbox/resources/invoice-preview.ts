import { changeSubscription, creditUnusedTime } from "../billing/change-subscription";
import { retotal } from "../billing/create-invoice";
import { discountInputs, grantDiscount } from "../billing/discounts";
import { draftSubscription } from "../billing/draft-subscription";
import { createInvoiceItem } from "../billing/invoice-items";
import { currentPeriodEnd, draftRenewal } from "../billing/renew-subscription";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Invoice, Subscription } from "../core/wire";
import { endpoint } from "../http/endpoint";
import { invalidRequest, parameterMissing, resourceMissing } from "../http/errors";
import { array, boolean, integer, notYetParams, object, oneOf, type Params, text, unsettable } from "../http/params";
import { nowOr, readNewItems } from "./create-subscription";
import { getCustomer } from "./get-customer";
import { itemParams, readAmount } from "./invoice-items";
import { itemChange, prorationBehavior, readChanges } from "./subscription-changes";

const previewParams = {
  currency: text(3),
  customer: text(),
  discounts: unsettable(discountInputs),
  invoice_items: array(object(itemParams), 250),
  preview_mode: oneOf("next"),
  subscription: text(),
  subscription_details: object({
    billing_cycle_anchor: oneOf("now", "unchanged"),
    cancel_at_period_end: boolean,
    cancel_now: boolean,
    items: array(itemChange, 20),
    proration_behavior: prorationBehavior,
    proration_date: integer(),
    trial_end: nowOr,
    ...notYetParams("billing_mode", "billing_schedules", "cancel_at", "default_tax_rates", "metadata", "pause"),
    ...notYetParams("resume_at", "start_date"),
  }),
  ...notYetParams("automatic_tax", "customer_account", "customer_details", "issuer", "on_behalf_of", "schedule"),
  ...notYetParams("schedule_details"),
};
type PreviewParams = Params<typeof previewParams>;

/** The draft that the asked-for change would make. What is written on the way is undone by the caller. */
function draftPreview(tx: Tx, params: PreviewParams, subscription: Subscription | null, customer: string): Invoice {
  for (const input of params.invoice_items ?? []) {
    const read = readAmount(tx, input);
    const currency = read.currency ?? params.currency ?? subscription?.currency ?? "usd";
    createInvoiceItem(tx, { ...input, ...read, customer: tx.get("customer", customer), currency, metadata: {} });
  }
  const details: Partial<NonNullable<PreviewParams["subscription_details"]>> = params.subscription_details ?? {};
  if (!subscription) {
    const items = readNewItems(tx, details.items ?? []);
    const input = { customer, paymentMethod: null, metadata: {}, description: null, items };
    const trialEnd = typeof details.trial_end === "number" ? details.trial_end : null;
    const status = trialEnd ? "trialing" : "active";
    return draftSubscription(tx, { ...input, trialEnd, status, missingPaymentMethod: "create_invoice" }).draft;
  }
  if (details.cancel_now) {
    if (details.proration_behavior !== "none") creditUnusedTime(tx, subscription);
    return draftRenewal(tx, { ...subscription, items: { ...subscription.items, data: [] } }).draft;
  }
  const changed = changeSubscription(tx, subscription, {
    items: readChanges(tx, subscription, details.items ?? []),
    resetsCycle: details.billing_cycle_anchor === "now",
    trialEnd: details.trial_end,
    prorationBehavior: details.proration_behavior ?? "create_prorations",
    prorationDate: details.proration_date,
  });
  if (changed.draft) return changed.draft;
  const ends =
    details.cancel_at_period_end ??
    (subscription.cancel_at !== null && subscription.cancel_at <= currentPeriodEnd(subscription));
  if (ends && !details.items) {
    throw invalidRequest(`No upcoming invoices for customer: ${customer}`, { code: "invoice_upcoming_none" });
  }
  return draftRenewal(tx, changed.subscription).draft;
}

export const invoicePreviewEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/invoices/create_preview",
    params: previewParams,
    run: (outer, params) => {
      const subscription = params.subscription ? outer.find("subscription", params.subscription) : null;
      if (params.subscription && !subscription) {
        throw resourceMissing("subscription", params.subscription, "subscription", 404);
      }
      const customerId = params.customer ?? subscription?.customer;
      if (!customerId) throw parameterMissing("customer");
      const customer = getCustomer(outer, customerId, "customer", 400);
      if (subscription && subscription.ended_at !== null) {
        throw invalidRequest(`No upcoming invoices for customer: ${customerId}`, { code: "invoice_upcoming_none" });
      }
      const tx = outer.on(customer.test_clock);
      return tx.store.undoing(() => {
        const draft = draftPreview(tx, params, subscription, customerId);
        const id = newId("upcoming_in");
        const holder = { customer: customerId, invoice: draft.id };
        const discounts =
          params.discounts === undefined
            ? draft.discounts
            : (params.discounts ?? []).map((input) => grantDiscount(tx, input, holder, null).id);
        const totals = retotal(tx, draft, draft.lines.data, discounts);
        const lines = (totals.lines ?? draft.lines).data.map((line) => ({ ...line, invoice: id }));
        return {
          ...draft,
          ...totals,
          id,
          billing_reason: "upcoming",
          lines: { ...draft.lines, data: lines, url: `/v1/invoices/${id}/lines` },
        };
      });
    },
  }),
];
