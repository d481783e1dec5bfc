import { AsyncLocalStorage } from "node:async_hooks";
import {
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQueryable,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { outageDigest } from "@/lib/core/outage";
import { singleton } from "@/lib/platform/registry";

/**
 * The database gave no answer: it can't be reached, is starting or stopping, has no connection left, or took too long.
 * Nothing may be concluded from it, neither that a person is signed out nor that a row does not exist. It is no
 * AppError, so that code that turns a refusal into an answer lets it pass; the edges answer 503 (`toAppError`).
 */
export class DatabaseOutage extends Error {
  override readonly name = "DatabaseOutage";
  readonly digest = outageDigest;
}

/** True for a `DatabaseOutage`, also of another bundle of this code in the same process. */
export function isDatabaseOutage(error: unknown): boolean {
  return error instanceof Error && "digest" in error && error.digest === outageDigest;
}

/** The work's result. @throws DatabaseOutage where the database gave no answer; any other error as it is */
export async function orOutage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toOutage(error);
  }
}

/** A `DatabaseOutage` for an error that a query failed with and that means one; any other error as it is. */
export function toOutage(error: unknown): unknown {
  if (isDatabaseOutage(error)) return note(error);
  return meansOutage(error) ? note(new DatabaseOutage("The database gave no answer.", { cause: error })) : error;
}

/**
 * Runs the work of a library that turns every failure into an answer of its own: where the database gave no answer
 * meanwhile, the outage is thrown instead of the library's answer.
 * @throws DatabaseOutage
 */
export async function unlessOutage<T>(work: () => Promise<T>): Promise<T> {
  const watch: Watch = { outage: null };
  const [outcome] = await Promise.allSettled([watches().run(watch, work)]);
  if (watch.outage !== null) throw note(watch.outage);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** Runs the work, which can ask at any time whether the database has failed it so far. */
export function watchOutages<T>(work: (hasFailed: () => boolean) => T): T {
  const watch: Watch = { outage: null };
  return watches().run(watch, () => work(() => watch.outage !== null));
}

type Watch = { outage: unknown };

const watches = () => singleton("outage-watches", () => new AsyncLocalStorage<Watch>());

/** Records the outage for the surrounding watch. */
function note(outage: unknown): unknown {
  const watch = watches().getStore();
  if (watch) watch.outage = outage;
  return outage;
}

const kinds = new Set(["DatabaseNotReachable", "SocketTimeout", "ConnectionClosed", "TooManyConnections"]);

/**
 * SQLSTATEs (PostgreSQL's appendix A): the connection broke (class 08), something ran out (53), the server is stopping or
 * starting (57P). Any other error of PostgreSQL is an answer. An error that is not PostgreSQL's is pg's own or the
 * system's, about the connection.
 */
function meansOutage(error: unknown): boolean {
  if (isDriverAdapterError(error)) return kinds.has(error.cause.kind) || isOutageState(error.cause.originalCode);
  if (error instanceof pg.DatabaseError) return isOutageState(error.code);
  return error instanceof Error && (error.constructor === Error || error instanceof AggregateError);
}

function isOutageState(sqlState: string | undefined): boolean {
  return /^(08|53|57P)/.test(sqlState ?? "");
}

/** The same adapter for Prisma, which throws a `DatabaseOutage` where the database gives no answer. */
export function sayingOutages(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory;
  return { provider, adapterName, connect: async () => watchAdapter(await orOutage(() => factory.connect())) };
}

function watchAdapter(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (isolationLevel): Promise<Transaction> =>
    watchQueries(await orOutage(() => startTransaction(isolationLevel)));
  return watchQueries(adapter);
}

function watchQueries<T extends SqlQueryable>(queryable: T): T {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const executeRaw = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = (query) => orOutage(() => queryRaw(query));
  queryable.executeRaw = (query) => orOutage(() => executeRaw(query));
  return queryable;
}
