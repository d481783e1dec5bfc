import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { Prisma } from "@/generated/prisma/client";
import { PrismaClient } from "@/generated/prisma/client";
import { changesHeard, stopListening } from "@/lib/platform/changes";
import { env } from "@/lib/platform/env";
import { singleton } from "@/lib/platform/registry";

/** A running transaction. Whatever takes one as its first parameter writes inside the caller's transaction. */
export type Tx = Prisma.TransactionClient;

const poolSize = 16;

/** The pool that Prisma and the few hand-written hot queries share. */
export function pool(): pg.Pool {
  return singleton("pg-pool", () => {
    const created = new pg.Pool({ connectionString: env().DATABASE_URL, max: poolSize, connectionTimeoutMillis: 5000 });
    // A connection that dies while idle is replaced on the next use; without a listener Node would end the process.
    created.on("error", () => undefined);
    return created;
  });
}

/** The database, as the application's role. */
export function db(): PrismaClient {
  return singleton("prisma", () => new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) }));
}

/**
 * Runs the work in one transaction and commits it when the work resolves. Nothing that leaves this machine may be
 * awaited inside: a transaction that waits for the network holds its locks for as long as the network likes.
 * When this resolves, what this process remembered of the changed rows is forgotten.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await db().$transaction(work, { maxWait: 10_000, timeout: 15_000 });
  await changesHeard();
  return result;
}

/** Closes every connection of this process; the last step of a shutdown. */
export async function closeDatabase(): Promise<void> {
  await stopListening();
  await db().$disconnect();
  await pool().end();
}
