import Stripe from "stripe";
import type { ImportRun } from "@/generated/prisma/client";
import { importCustomer } from "@/lib/billing/internal/import/import-customer";
import { ImportLease, type LeftAlone, takeImportRun } from "@/lib/billing/internal/import/import-run";
import { AppError, isAppError } from "@/lib/core/errors";
import type { Pause } from "@/lib/core/retry";
import { secondMs } from "@/lib/core/time";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import { logger } from "@/lib/platform/logger";
import { isMissingAtStripe, stripe } from "@/lib/platform/stripe";

/** How many customers are brought in side by side; Stripe allows some hundred requests a second. */
const concurrency = 4;

/** How long we wait when Stripe says that we ask too much, each time; after the last we stop, to be started again. */
const rateLimitPausesMs = [1, 2, 4, 8, 16, 32, 60].map((seconds) => seconds * secondMs);

const triesForLease = 4;

export type ImportOptions = {
  /** How long another start waits for one that was killed. */
  leaseMs?: number;
  onProgress?: (run: ImportRun) => void;
  onLeftAlone?: (customer: LeftAlone) => void;
  /** Told before each wait for Stripe's rate limit. */
  onWait?: (ms: number) => void;
  /** When it is aborted the import stops after the batch, to be gone on with later. */
  signal?: AbortSignal;
  pause?: Pause;
};

/**
 * The first import: brings in every customer that a Stripe account already holds, with their subscriptions, invoices and
 * charges, newest customer first. May be killed at any time and started again: it goes on behind the last batch, and
 * what was half done is done again. One customer's failure is noted and the others go on.
 * @returns the run as it ended; `interrupted` when the signal asked for it
 * @throws AppError `conflict` while another import runs, `lease_lost` when one has taken over; Stripe's errors when
 * nothing can go on, after the run was noted as interrupted
 */
export async function importFromStripe(options: ImportOptions = {}): Promise<ImportRun> {
  const { leaseMs = 15 * secondMs, pause = sleep } = options;
  const run = await takePatiently(leaseMs, pause);
  const lease = new ImportLease(run, leaseMs);
  try {
    return await lease.end(await importAll(run, lease, { ...options, leaseMs, pause }));
  } catch (error) {
    if (!isAppError(error, "lease_lost")) await lease.end("interrupted", reasonOf(error));
    else lease.letGo();
    throw error;
  }
}

/** Waits as long as a lease lasts: whoever was killed can't give theirs back. */
async function takePatiently(leaseMs: number, pause: Pause): Promise<ImportRun> {
  const step = Math.min(500, leaseMs / 2);
  for (let waited = 0; waited <= leaseMs + step; waited += step) {
    const run = await takeImportRun(leaseMs);
    if (run) return run;
    await pause(step);
  }
  throw new AppError("conflict", "Another import is running.");
}

type Options = ImportOptions & { pause: Pause; leaseMs: number };

async function importAll(run: ImportRun, lease: ImportLease, options: Options): Promise<"finished" | "interrupted"> {
  let cursor = run.cursor;
  for (;;) {
    const page = await listCustomers(cursor, options);
    if (page === "cursor_is_gone") {
      await lease.startOver();
      cursor = null;
      continue;
    }
    for (let first = 0; first < page.data.length; first += concurrency) {
      if (options.signal?.aborted) return "interrupted";
      const batch = page.data.slice(first, first + concurrency);
      const outcomes = await Promise.all(batch.map((customer) => importOne(customer, run.id, options)));
      const leftAlone = outcomes.filter((outcome) => outcome !== null);
      cursor = batch.at(-1)?.id ?? null;
      // Not inside the call below: where nobody listens its arguments would not be worked out.
      const counted = await lease.noteBatch({ cursor: cursor ?? "", seen: batch.length, leftAlone });
      options.onProgress?.(counted);
      for (const customer of leftAlone) options.onLeftAlone?.(customer);
    }
    if (!page.has_more) return "finished";
  }
}

async function listCustomers(cursor: string | null, options: Options) {
  try {
    return await patientWithStripe(
      () => stripe().customers.list({ limit: 100, ...(cursor && { starting_after: cursor }) }),
      options,
    );
  } catch (error) {
    if (cursor && isMissingAtStripe(error)) return "cursor_is_gone" as const;
    throw error;
  }
}

/** Null when the customer is in. What only concerns this one is noted; what would befall everybody is thrown. */
async function importOne(customer: Stripe.Customer, runId: string, options: Options): Promise<LeftAlone | null> {
  try {
    const reason = await patientWithStripe(
      () => importWhenFree(customer, { id: runId, leaseMs: options.leaseMs }),
      options,
    );
    return reason && { stripeCustomerId: customer.id, reason, failed: false };
  } catch (error) {
    if (concernsEverybody(error)) throw error;
    logger().warn({ err: error, stripeCustomerId: customer.id }, "a customer could not be imported");
    return { stripeCustomerId: customer.id, reason: reasonOf(error), failed: true };
  }
}

/** Whoever was killed in the middle of a customer holds their lease until it runs out; each try waits some seconds for it. */
async function importWhenFree(customer: Stripe.Customer, run: { id: string; leaseMs: number }) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await importCustomer(customer, run);
    } catch (error) {
      const isTaken = isAppError(error, "unavailable") || isAppError(error, "lease_lost");
      if (!isTaken || tries === triesForLease) throw error;
    }
  }
}

/** Repeats the work for as long as Stripe says that we ask too much; each wait is longer. */
async function patientWithStripe<T>(work: () => Promise<T>, options: Options): Promise<T> {
  for (const ms of rateLimitPausesMs) {
    try {
      return await work();
    } catch (error) {
      if (!(stripeErrorOf(error) instanceof Stripe.errors.StripeRateLimitError)) throw error;
      options.onWait?.(ms);
      await options.pause(ms);
    }
  }
  return work();
}

function concernsEverybody(error: unknown): boolean {
  const cause = stripeErrorOf(error);
  return (
    isDatabaseOutage(error) ||
    cause instanceof Stripe.errors.StripeConnectionError ||
    cause instanceof Stripe.errors.StripeAuthenticationError ||
    cause instanceof Stripe.errors.StripePermissionError ||
    cause instanceof Stripe.errors.StripeRateLimitError
  );
}

/** Stripe's error behind what was thrown; reading a customer wraps it. */
function stripeErrorOf(error: unknown): unknown {
  return isAppError(error) && error.cause ? error.cause : error;
}

/** A code, since addresses and names may stand in a message. */
function reasonOf(error: unknown): string {
  const cause = stripeErrorOf(error);
  if (cause instanceof Stripe.errors.StripeError) return cause.code ?? cause.type;
  return isAppError(error) ? error.code : error instanceof Error ? error.name : "unknown";
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
