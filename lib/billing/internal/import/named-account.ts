import type Stripe from "stripe";
import { stripeMetadata } from "@/lib/catalog/stripe-names";
import { isAppError } from "@/lib/core/errors";
import { fromPublicId } from "@/lib/core/ids";

/** The account that a customer at Stripe names in its metadata, which we may have or not; null where it names none. */
export function findNamedAccountId({ metadata }: Pick<Stripe.Customer, "metadata">): string | null {
  const named = metadata[stripeMetadata.account];
  try {
    return named ? fromPublicId("account", named) : null;
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
