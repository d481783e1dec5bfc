import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import type { ITXClientDenyList } from "@prisma/client/runtime/client";
import pg from "pg";
import type { Prisma } from "@/generated/prisma/client";
import { PrismaClient } from "@/generated/prisma/client";
import { minuteMs, secondMs } from "@/lib/core/time";
import { changesHeard, stopListening } from "@/lib/platform/changes";
import { orOutage, sayingOutages } from "@/lib/platform/database-outage";
import { env } from "@/lib/platform/env";
import { moneyAsNumbers } from "@/lib/platform/money-as-numbers";
import { singleton } from "@/lib/platform/registry";

type Adapter = ReturnType<typeof sayingOutages>;

function createClient(adapter: Adapter) {
  return new PrismaClient({ adapter }).$extends(moneyAsNumbers);
}

type Database = ReturnType<typeof createClient>;

/** A whole row as `db()` reads it. */
export type Row<Model extends "subscription" | "invoice" | "charge" | "checkoutSession" | "moneyCall"> = Prisma.Result<
  Database[Model],
  Record<never, never>,
  "findFirstOrThrow"
>;

/** A running transaction. Whatever takes one as its first parameter writes inside the caller's transaction. */
export type Tx = Omit<Database, ITXClientDenyList>;

/** How many connections there are, and how long one piece of work may hold one. */
type PoolUse = { name: string; size: number; holdMs: number };

/** A page does not wait longer for a frozen database; a sweep that counts years may. */
const forRequests: PoolUse = { name: "requests", size: 16, holdMs: 8 * secondMs };
const forJobs: PoolUse = { name: "jobs", size: 8, holdMs: minuteMs };
const connectMs = 5 * secondMs;

const jobs = () => singleton("job-work", () => new AsyncLocalStorage<true>());

/**
 * Runs background work: its queries may take a minute, and use a pool of
 * its own, so that background work and requests do not take each other's connections.
 */
export function asJob<T>(work: () => T): T {
  return jobs().run(true, work);
}

function currentUse(): PoolUse {
  return jobs().getStore() ? forJobs : forRequests;
}

/** The pool that Prisma and `query` share. Any other use of it goes through `orOutage`. */
export function pool(): pg.Pool {
  const use = currentUse();
  return singleton(`pg-pool-${use.name}`, () => createPool(use));
}

function createPool({ size, holdMs }: PoolUse): pg.Pool {
  const created = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: size,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
  });
  // A connection that dies while idle is replaced on the next use; without a listener Node would end the process.
  created.on("error", () => undefined);
  limitHolds(created, holdMs);
  return created;
}

/**
 * Closes a connection that is held for too long: its pending query fails, and it is not used again. (pg's own
 * `query_timeout` would leave it open, in the middle of a transaction, for the next one to use.)
 */
function limitHolds(created: pg.Pool, holdMs: number): void {
  const holds = new WeakMap<object, NodeJS.Timeout>();
  created.on("acquire", (client) => {
    const close = () => void (client instanceof pg.Client && client.end());
    holds.set(client, setTimeout(close, holdMs));
  });
  created.on("release", (_error, client) => clearTimeout(holds.get(client)));
}

/** One statement of its own. @throws DatabaseOutage */
export function query<Row extends pg.QueryResultRow>(
  statement: string | pg.QueryConfig,
  values?: unknown[],
): Promise<pg.QueryResult<Row>> {
  return orOutage(() => pool().query<Row>(statement, values));
}

/** The database, as the application's role. Every query throws a `DatabaseOutage` where no answer comes. */
export function db(): Database {
  const adapter = () => sayingOutages(new PrismaPg(pool(), { disposeExternalPool: false }));
  return singleton(`prisma-${currentUse().name}`, () => createClient(adapter()));
}

/**
 * Runs the work in one transaction and commits it when the work resolves. Nothing that leaves this machine may be
 * awaited inside: a transaction that waits for the network holds its locks for as long as the network likes.
 * When this resolves, what this process remembered of the changed rows is forgotten.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const { holdMs } = currentUse();
  // A connection that is held for too long is closed before Prisma's own patience ends, whose error could mean anything.
  const patience = { maxWait: connectMs + holdMs + secondMs, timeout: holdMs + secondMs };
  const result = await db().$transaction(work, patience);
  await changesHeard();
  return result;
}

/** Closes every connection of this process; the last step of a shutdown. */
export async function closeDatabase(): Promise<void> {
  await stopListening();
  await Promise.all([closePool(), asJob(closePool)]);
}

async function closePool(): Promise<void> {
  await db().$disconnect();
  await pool().end();
}
