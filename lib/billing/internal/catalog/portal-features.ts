import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { type PaidPlanKey, paidPlanKeys, plans } from "@/lib/catalog/plans";
import { stripeProductId } from "@/lib/catalog/stripe-names";

type PortalFeatures = Stripe.BillingPortal.ConfigurationCreateParams.Features;

/** A price that customers may switch to in the portal. */
export type PortalOffer = { plan: PaidPlanKey; stripePriceId: string };

/**
 * What customers can do on Stripe's page: switch between these prices, change the seats within what a plan allows, keep
 * their card and billing address, see invoices, and cancel for the end of the period. What a switch costs is billed at once,
 * to the day; free days go on. The mail address is changed here and not there, because people sign in with it.
 * @see https://docs.stripe.com/api/customer_portal/configurations/object
 */
export function portalFeatures(offers: readonly PortalOffer[]): PortalFeatures {
  return {
    customer_update: { enabled: true, allowed_updates: ["name", "address", "tax_id"] },
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: { enabled: true, mode: "at_period_end", proration_behavior: "none" },
    subscription_update: {
      enabled: true,
      default_allowed_updates: ["price", "quantity"],
      proration_behavior: "always_invoice",
      trial_update_behavior: "continue_trial",
      products: paidPlanKeys.flatMap((plan) => {
        const prices = offers.filter((offer) => offer.plan === plan).map(({ stripePriceId }) => stripePriceId);
        const { min, max } = plans[plan].seats;
        const adjustable_quantity = { enabled: true, minimum: min, maximum: max };
        return prices.length > 0 ? [{ product: stripeProductId(plan), prices, adjustable_quantity }] : [];
      }),
    },
  };
}

/** Changes with what is set; kept beside the configuration, so that a host's own changes to it stay. */
export function digestOfPortal(features: PortalFeatures): string {
  return createHash("sha256").update(JSON.stringify(features)).digest("hex").slice(0, 16);
}
