import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/errors";
import { secondMs } from "@/lib/core/time";
import { sha256 } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/db";
import { singleton } from "@/lib/platform/registry";

/** How often something may be done. */
export type RateLimit = {
  /** Names the limit; the same name must always come with the same figures. */
  name: string;
  times: number;
  withinSeconds: number;
};

/**
 * Counts one attempt by this subject (an address, a source, a device) and refuses it when there were too many. Counted
 * in the database, so every process sees the same number; only a digest of the subject is stored.
 * @throws AppError `rate_limited`, with the seconds after which trying again can help.
 */
export async function requireWithinLimit(limit: RateLimit, subject: string): Promise<void> {
  try {
    await limiterOf(limit).consume(sha256(subject));
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    throw new AppError("rate_limited", "That was tried too often. Wait a little and try again.", {
      retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / secondMs)),
    });
  }
}

function limiterOf({ name, times, withinSeconds }: RateLimit): RateLimiterPostgres {
  return singleton(
    `rate-limit:${name}`,
    () =>
      new RateLimiterPostgres({
        storeClient: pool(),
        storeType: "pool",
        tableName: "rate_limit",
        keyPrefix: name,
        points: times,
        duration: withinSeconds,
        // The migrations make the table, and housekeeping empties it: the application's role may do neither by itself.
        tableCreated: true,
        clearExpiredByTimeout: false,
      }),
  );
}
