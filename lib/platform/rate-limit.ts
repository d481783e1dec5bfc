import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/errors";
import { secondMs } from "@/lib/core/time";
import { sha256 } from "@/lib/platform/crypto";
import { toOutage } from "@/lib/platform/database-outage";
import { pool } from "@/lib/platform/db";
import { networksOf } from "@/lib/platform/http/source-networks";
import { singleton } from "@/lib/platform/registry";

/** How often something may be done. */
export type RateLimit = {
  /** Names the limit; the same name must always come with the same figures. */
  name: string;
  times: number;
  withinSeconds: number;
};

/** How often something may be done from one network, and from all networks of one site together. */
export type SourceLimit = RateLimit & { timesPerSite: number };

/**
 * Counts one attempt from this source (`requestSource`), by the networks that `networksOf` finds behind it: `times` is what
 * an IPv4 address or an IPv6 /64 may do, `timesPerSite` what a whole /48 may. `about` narrows the limit to one thing that
 * the source does, e.g. to one mail address that it asks for.
 * @throws AppError `rate_limited`
 */
export async function requireSourceWithinLimit(limit: SourceLimit, source: string, about = ""): Promise<void> {
  const { network, site } = networksOf(source);
  const { name, times, timesPerSite, withinSeconds } = limit;
  await requireWithinLimit({ name, times, withinSeconds }, `${about} ${network}`);
  // After the narrow one: what that refuses does not count against the neighbours.
  if (site) await requireWithinLimit({ name: `${name}-site`, times: timesPerSite, withinSeconds }, `${about} ${site}`);
}

/**
 * Counts one attempt by this subject (an address, an account, a device) and refuses it when there were too many. Counted
 * in the database, so every process sees the same number; only a digest of the subject is stored. Once a subject was
 * refused, this process refuses it from memory until it may try again, so that a flood of refusals writes nothing.
 * @throws DatabaseOutage, and AppError `rate_limited` with the seconds after which trying again can help.
 */
export async function requireWithinLimit(limit: RateLimit, subject: string): Promise<void> {
  try {
    await limiterOf(limit).consume(sha256(subject));
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw toOutage(rejection);
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
        inMemoryBlockOnConsumed: times + 1,
        // The migrations make the table, and housekeeping empties it: the application's role may do neither by itself.
        tableCreated: true,
        clearExpiredByTimeout: false,
      }),
  );
}
