import Stripe from "stripe";
import { AppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";
import { singleton } from "@/lib/platform/registry";

/** Stripe's own SDK, pointed at Stripe, or at the sandbox where STRIPE_API_BASE says so. */
export function stripe(): Stripe {
  return singleton("stripe", () => {
    const base = env().STRIPE_API_BASE ? new URL(env().STRIPE_API_BASE ?? "") : null;
    return new Stripe(env().STRIPE_SECRET_KEY, {
      maxNetworkRetries: 2,
      timeout: 20_000,
      telemetry: false,
      ...(base && { host: base.hostname, port: base.port, protocol: base.protocol === "https:" ? "https" : "http" }),
    });
  });
}

/** True when Stripe itself answered that the object does not exist. */
export function isMissingAtStripe(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
}

/** True when it can't be known whether Stripe did what it was asked: the answer never came, or was an error of its own. */
export function isUnknownOutcome(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeAPIError;
}

/** What a customer is told when Stripe can't be reached. It may have done what it was asked, so that nothing is said of that. */
export function stripeUnavailable(cause: unknown): AppError {
  return new AppError(
    "stripe_unavailable",
    "The payment service does not answer. Look again in a minute: it may have been done all the same.",
    {
      retryAfterSeconds: 60,
      cause,
    },
  );
}
