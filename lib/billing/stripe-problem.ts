import Stripe from "stripe";
import { planCatalog } from "@/lib/billing/catalog-sync";
import { minuteMs } from "@/lib/core/time";
import { logger } from "@/lib/platform/logger";
import { setStripeProblem } from "@/lib/platform/metrics";
import { singleton } from "@/lib/platform/registry";

/**
 * What can keep this deployment from selling: Stripe refuses our key or what we ask with it, Stripe does not hold the catalogue
 * of this version, or no answer comes.
 */
export const stripeProblems = ["key_refused", "catalog_differs", "unreachable"] as const;
export type StripeProblem = (typeof stripeProblems)[number];

/** How long a look counts. A problem is looked at again sooner, so that its notice goes when it does. */
const looksCountMs = { well: 15 * minuteMs, problem: minuteMs };

type Look = { problem: StripeProblem | null; endedAt: number; running: Promise<void> | null };

const last = () =>
  singleton("stripe-look", (): Look => {
    setStripeProblem(stripeProblems, null);
    return { problem: null, endedAt: 0, running: null };
  });

/**
 * The problem that this process last found; null where there was none. Answers at once, and looks again in the background
 * where that was a while ago: an outage of Stripe never holds anything of ours up.
 */
export function findStripeProblem(): StripeProblem | null {
  const { problem, endedAt, running } = last();
  const isOld = Date.now() - endedAt >= (problem ? looksCountMs.problem : looksCountMs.well);
  if (isOld && !running) void lookAtStripe();
  return problem;
}

/** Looks now, once at a time; reads only. Never throws: each failure is reported as a problem. */
export function lookAtStripe(): Promise<void> {
  const look = last();
  look.running ??= readProblem().then((problem) => {
    setStripeProblem(stripeProblems, problem);
    Object.assign(look, { problem, endedAt: Date.now(), running: null });
  });
  return look.running;
}

async function readProblem(): Promise<StripeProblem | null> {
  try {
    const { steps, problems } = await planCatalog();
    if (steps.length === 0 && problems.length === 0) return null;
    logger().warn({ steps: steps.length, problems }, "Stripe does not hold the catalogue: npm run catalog -- plan");
    return "catalog_differs";
  } catch (error) {
    const isRefused =
      error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError;
    logger().warn({ err: error }, isRefused ? "Stripe refuses STRIPE_SECRET_KEY" : "Stripe can't be looked at");
    return isRefused ? "key_refused" : "unreachable";
  }
}
