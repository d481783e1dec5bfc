import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { expect, test } from "vitest";
import { DatabaseOutage, isDatabaseOutage, toOutage, unlessOutage, watchOutages } from "@/lib/platform/database-outage";
import { asJob, db, query, transaction } from "@/lib/platform/db";
import { toAppError } from "@/lib/platform/http/problem";
import { requireWithinLimit } from "@/lib/platform/rate-limit";

/* In these tests nothing listens where the database should be. */

const limit = { name: "outage-test", times: 1, withinSeconds: 1 };

test.each<[string, () => Promise<unknown>]>([
  ["a query of Prisma", () => db().session.count()],
  ["a raw query of Prisma", () => db().$queryRaw`select 1`],
  ["a transaction", () => transaction((tx) => tx.session.count())],
  ["a statement of its own", () => query("select 1")],
  ["a statement of background work", () => asJob(() => query("select 1"))],
  ["a limit that is counted in the database", () => requireWithinLimit(limit, "somebody")],
])("%s says that the database gave no answer, and draws no conclusion", async (_title, ask) => {
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(isDatabaseOutage(error)).toBe(true);
  expect(toAppError(error)).toMatchObject({ code: "database_unavailable", status: 503, retryAfterSeconds: 5 });
});

function said(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError("said", 4, "error"), { code, severity: "FATAL" });
}

test.each<[string, unknown, boolean]>([
  ["a connection that is refused", Object.assign(new Error("no"), { code: "ECONNREFUSED" }), true],
  ["a connection that ended", new Error("Connection terminated unexpectedly"), true],
  ["no free connection in time", new Error("timeout exceeded when trying to connect"), true],
  ["every address refused", new AggregateError([new Error("no")]), true],
  ["a server that stops (57P01)", said("57P01"), true],
  ["a server that crashed (57P02)", said("57P02"), true],
  ["a server that starts (57P03)", said("57P03"), true],
  ["too many connections (53300)", said("53300"), true],
  ["a broken connection (08006)", said("08006"), true],
  ["the same, by way of Prisma", new DriverAdapterError({ kind: "TooManyConnections", cause: "" }), true],
  ["a unique value that is taken", said("23505"), false],
  ["a deadlock", said("40P01"), false],
  ["a statement that was cancelled", said("57014"), false],
  ["a table that is missing", new DriverAdapterError({ kind: "TableDoesNotExist" }), false],
  ["a defect of ours", new TypeError("x is undefined"), false],
  ["a date that is none", new RangeError("Invalid time value"), false],
])("%s is an outage or not", (_title, error, isOutage) => {
  expect(isDatabaseOutage(toOutage(error))).toBe(isOutage);
});

test("what a library makes of an outage does not count", async () => {
  const library = async () => {
    await query("select 1").catch(() => undefined);
    return "signed out";
  };
  await expect(unlessOutage(library)).rejects.toBeInstanceOf(DatabaseOutage);
  await expect(unlessOutage(async () => "signed out")).resolves.toBe("signed out");
});

test("a watch notices an outage inside a library, and none of another watch", async () => {
  const [mine, other] = await Promise.all([
    watchOutages(async (hasFailed) => {
      await unlessOutage(() => query("select 1")).catch(() => undefined);
      return hasFailed();
    }),
    watchOutages(async (hasFailed) => hasFailed()),
  ]);
  expect([mine, other]).toEqual([true, false]);
});
