import { randomUUID } from "node:crypto";
import { Prisma } from "@/generated/prisma/client";
import { describeError } from "@/lib/core/errors";
import { addMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { singleton } from "@/lib/platform/registry";

/*
 * Rows that stand for work: a row is claimed under a lease, attempted, and then settled, or put off until its next attempt.
 * Each table of such rows has the same columns, with the same meaning:
 *   state          where it stands; each table has its own words, some of which wait for an attempt
 *   attempts       how often it was claimed; the number is the fence of the latest claim
 *   leaseUntil     until when its holder alone attempts it
 *   leaseOwner     the process that holds it
 *   nextAttemptAt  when the sweep takes it next
 *   lastError      why the latest attempt failed
 *   deadAt         since when staff see it as a dead letter
 */

/** A process that dies keeps a row from others for no longer than this. No attempt may take longer. */
const leaseMs = 60 * secondMs;
/** A sweep takes no more rows after this, so that it is over before the next one is due. */
const patienceMs = 50 * secondMs;

/** The right to attempt a row: for as long as the row counts no more attempts, no other claim has been made since. */
export type Claim = { key: string; attempts: number };

export type OutboxDefinition = {
  /** Names it in the metrics and the log. */
  name: string;
  table: string;
  key: { column: string; type: "text" | "uuid" };
  /** The states in which a row waits for an attempt. */
  waiting: readonly [string, ...string[]];
  /** The column that says since when a row has been there. */
  since: string;
  /** A column: of rows that agree in it a sweep attempts one after another. */
  oneAtATimePer?: string;
  /** How many rows a sweep attempts at once. */
  concurrency: number;
  /** How long to wait after that many failed attempts. */
  backoffMs: (attempts: number) => number;
  /** From this attempt on a row that fails is a dead letter. That is a mark: for as long as its state waits it is retried. */
  deadAfter: number;
  /** The clock that `nextAttemptAt` goes by; the system's unless the work falls due by business time. Leases never do. */
  now?: () => Date;
  /** One attempt at a claimed row. Settles the row, or throws: then it is put off. */
  attempt: (claim: Claim) => Promise<unknown>;
  /** Writes what a failed attempt means for the table's own columns, in the transaction that puts the row off. */
  onFailure?: (tx: Tx, failure: { key: string; isDead: boolean }) => Promise<unknown>;
};

export type OutboxHealth = {
  /** How many rows could be attempted now. */
  due: number;
  /** How many are marked as dead letters. */
  dead: number;
  /** How long the oldest row that waits has been there; 0 where none does. */
  oldestMs: number;
};

export type Outbox = {
  name: string;
  /** Attempts every row that is due, the longest due first, and resolves to how many attempts that were. */
  sweep: () => Promise<number>;
  /** Claims one row, due or not; null when it is settled or another holds it. */
  claim: (key: string) => Promise<Claim | null>;
  /** Works on a claimed row. When the work throws, the row is put off, and the error goes on to the caller. */
  hold: <T>(claim: Claim, work: () => Promise<T>) => Promise<T>;
  /** Lets others go on at once with what this process has claimed and not finished. */
  release: () => Promise<void>;
  health: () => Promise<OutboxHealth>;
};

/** Waits `firstMs` after the first failure, then twice as long each time, `maxMs` at most. */
export function exponentialBackoff(firstMs: number, maxMs: number): (attempts: number) => number {
  return (attempts) => Math.min(firstMs * 2 ** (attempts - 1), maxMs);
}

/** Columns of a row that the transaction which writes them claims for its caller, who counts the attempt along with them. */
export function claimedNow(): { leaseUntil: Date; leaseOwner: string } {
  return { leaseUntil: addMs(systemNow(), leaseMs), leaseOwner: ownerId() };
}

/** Columns of a row that is settled; written together with the state that it came to. */
export const settled = { leaseUntil: null, leaseOwner: null, lastError: null, deadAt: null } as const;

/** From now on no sweep of this process takes another row; what it is at comes to its end. */
export function stopSweeping(): void {
  stopping().isStopping = true;
}

const stopping = () => singleton("outbox-stopping", () => ({ isStopping: false }));
/** Names this process in the rows that it holds. */
const ownerId = () => singleton("outbox-owner", () => randomUUID());

/** An outbox over one table. All of them claim, lease, put off and mark in the same way; see the columns above. */
export function outbox(definition: OutboxDefinition): Outbox {
  const { name, concurrency, backoffMs, deadAfter, attempt, onFailure, now = systemNow } = definition;
  const table = identifier(definition.table);
  const key = identifier(definition.key.column);
  const since = identifier(definition.since);
  const waiting = Prisma.join(definition.waiting.map(literal));
  const isKey = (value: string) => Prisma.sql`${key} = ${value}::${Prisma.raw(definition.key.type)}`;
  const isHeld = ({ key: value, attempts }: Claim) => Prisma.sql`${isKey(value)} and attempts = ${attempts}`;
  const isFree = () => Prisma.sql`state in (${waiting}) and ("leaseUntil" is null or "leaseUntil" < ${systemNow()})`;

  async function claimRow(row: Prisma.Sql): Promise<Claim | null> {
    const { leaseUntil, leaseOwner } = claimedNow();
    const [claim] = await db().$queryRaw<Claim[]>`
      update ${table} set attempts = attempts + 1, "leaseUntil" = ${leaseUntil}, "leaseOwner" = ${leaseOwner}::uuid,
        "nextAttemptAt" = ${addMs(now(), leaseMs)}
      where ${row} and ${isFree()} returning ${key}::text as key, attempts`;
    return claim ?? null;
  }

  /** A claim puts the row's next attempt off: one that ends its process each time keeps none behind it waiting. */
  function claimNext(): Promise<Claim | null> {
    return claimRow(Prisma.sql`${key} = (
      select ${key} from ${table} candidate
      where ${isFree()} and "nextAttemptAt" <= ${now()} and ${noneLikeItIsHeld()}
      order by "nextAttemptAt" limit 1 for update skip locked)`);
  }

  function noneLikeItIsHeld(): Prisma.Sql {
    if (!definition.oneAtATimePer) return Prisma.sql`true`;
    const group = identifier(definition.oneAtATimePer);
    return Prisma.sql`not exists (select 1 from ${table} held where held.${group} = candidate.${group}
      and held.state in (${waiting}) and held."leaseUntil" >= ${systemNow()})`;
  }

  async function putOff(claim: Claim, error: unknown): Promise<void> {
    const isDead = claim.attempts >= deadAfter;
    const isWritten = await transaction(async (tx) => {
      const written = await tx.$executeRaw`
        update ${table} set "leaseUntil" = null, "leaseOwner" = null, "lastError" = ${describeError(error).slice(0, 500)},
          "nextAttemptAt" = ${addMs(now(), backoffMs(claim.attempts))},
          "deadAt" = coalesce("deadAt", ${isDead ? systemNow() : null}::timestamptz)
        where ${isHeld(claim)} and state in (${waiting})`;
      if (written > 0) await onFailure?.(tx, { key: claim.key, isDead });
      return written > 0;
    });
    if (isWritten && claim.attempts === deadAfter)
      logger().error({ outbox: name, key: claim.key }, "a row has become a dead letter");
  }

  async function hold<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await putOff(claim, error).catch((err: unknown) => {
        logger().warn({ err, outbox: name }, "a failed attempt could not be noted; the lease ends by itself");
      });
      throw error;
    }
  }

  async function sweep(): Promise<number> {
    const deadline = addMs(systemNow(), patienceMs);
    const running = new Set<Promise<void>>();
    let found = 0;
    try {
      // Rows are claimed one by one, as there is room: none is held that nobody is at.
      while (systemNow() < deadline && !stopping().isStopping) {
        const claim = running.size < concurrency ? await claimNext() : null;
        if (claim) {
          found += 1;
          const work = attemptOne(claim).finally(() => running.delete(work));
          running.add(work);
        } else if (running.size > 0) await Promise.race(running);
        else break;
      }
    } finally {
      await Promise.all(running);
    }
    return found;
  }

  /** Resolves in any case: the row says why an attempt failed. */
  async function attemptOne(claim: Claim): Promise<void> {
    await hold(claim, () => attempt(claim)).catch(() => undefined);
  }

  async function release(): Promise<void> {
    await db().$executeRaw`
      update ${table} set "leaseUntil" = null, "leaseOwner" = null, "nextAttemptAt" = ${now()}
      where state in (${waiting}) and "leaseOwner" = ${ownerId()}::uuid`;
  }

  async function health(): Promise<OutboxHealth> {
    const [waits] = await db().$queryRaw<{ due: bigint; oldest: Date | null }[]>`
      select count(*) filter (where "nextAttemptAt" <= ${now()}) as due, min(${since}) as oldest
      from ${table} where state in (${waiting})`;
    const [marked] = await db().$queryRaw<{ dead: bigint }[]>`
      select count(*) as dead from ${table} where "deadAt" is not null`;
    return {
      due: Number(waits?.due ?? 0),
      dead: Number(marked?.dead ?? 0),
      oldestMs: waits?.oldest ? Math.max(0, systemNow().getTime() - waits.oldest.getTime()) : 0,
    };
  }

  return { name, sweep, claim: (value) => claimRow(isKey(value)), hold, release, health };
}

/** A name in SQL. Definitions are written by us; a name that needs quoting is a mistake. */
function identifier(name: string): Prisma.Sql {
  return Prisma.raw(`"${plainName(name)}"`);
}

function literal(value: string): Prisma.Sql {
  return Prisma.raw(`'${plainName(value)}'`);
}

function plainName(name: string): string {
  if (!/^[a-z_]+$/i.test(name)) throw new Error(`An outbox can't be made of the name ${name}.`);
  return name;
}
