import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { pool } from "@/lib/platform/db";
import { flushRefusals, listRefusals, recordRefusal } from "@/lib/platform/refusals";
import { writtenRefusals } from "@/tests/written-refusals";

const garbage = (source: string, where = "GET /v1/garbage") =>
  recordRefusal({ kind: "token_invalid", where, detail: "The token is not one of ours.", source });
const countOf = async (where: object) =>
  (await (await writtenRefusals()).aggregate({ _sum: { count: true }, where }))._sum.count ?? 0;

test("a flood of refusals is one statement, and each of them is counted", async () => {
  const query = vi.spyOn(pool(), "query");
  for (let requests = 0; requests < 5000; requests += 1) garbage(`192.0.2.${requests % 5}`);
  expect(query).not.toHaveBeenCalled();
  await flushRefusals();
  expect(query).toHaveBeenCalledTimes(1);
  const rows = await (await writtenRefusals()).findMany({ where: { where: "GET /v1/garbage" } });
  expect(rows.map(({ count }) => count)).toEqual([1000, 1000, 1000, 1000, 1000]);
});

test("they are written within seconds, without a read that flushes them", async () => {
  garbage("192.0.2.9", "GET /v1/alone");
  const count = async () => (await pool().query("select count from refusal where \"where\" = 'GET /v1/alone'")).rows;
  await vi.waitFor(async () => expect(await count()).toEqual([{ count: 1 }]), { timeout: 10_000 });
});

test("the addresses of one /64 share a row", async () => {
  for (let host = 1; host <= 9; host += 1) garbage(`2001:db8:1:1::${host}`, "GET /v1/one-network");
  expect(await (await writtenRefusals()).findMany({ where: { where: "GET /v1/one-network" } })).toMatchObject([
    { count: 9 },
  ]);
});

test("one source begins twenty rows an hour; what comes after shares one row, which says so, and nothing is lost", async () => {
  const before = await countOf({});
  for (let place = 0; place < 100; place += 1) garbage(`2001:db8:2:${place % 7}::1`, `GET /v1/place-${place}`);
  // Another source still has rows of its own.
  garbage("198.51.100.1", "GET /v1/place-of-another");
  expect(await (await writtenRefusals()).count({ where: { where: { startsWith: "GET /v1/place-" } } })).toBe(21);
  const [others] = await (await writtenRefusals()).findMany({ where: { kind: "token_invalid", where: "various" } });
  expect(others).toMatchObject({ count: 80, accountId: null });
  expect(others?.detail).toContain("the last at GET /v1/place-99: The token is not one of ours.");
  expect(await countOf({})).toBe(before + 101);
});

test("refusals of two accounts are two rows", async () => {
  const accounts = [randomUUID(), randomUUID()];
  for (const accountId of accounts) {
    recordRefusal({ kind: "forbidden", where: "an action", detail: "No.", accountId });
  }
  expect(await (await writtenRefusals()).count({ where: { accountId: { in: accounts } } })).toBe(2);
});

test("while the database can't be reached they are kept and counted, and written once it can", async () => {
  const query = vi.spyOn(pool(), "query").mockRejectedValueOnce(new Error("The database is away."));
  garbage("203.0.113.1", "GET /v1/later");
  await flushRefusals();
  garbage("203.0.113.1", "GET /v1/later");
  query.mockRestore();
  expect(await (await writtenRefusals()).findMany({ where: { where: "GET /v1/later" } })).toMatchObject([{ count: 2 }]);
});

test("a text that PostgreSQL can't keep stops none of the others", async () => {
  for (const detail of ["a\0b", "half of one: \ud83d", `${"x".repeat(499)}\u{1f600}`]) {
    recordRefusal({ kind: "invalid_request", where: `GET /v1/odd-${detail.length}`, detail, source: "203.0.113.2" });
  }
  const rows = await (await writtenRefusals()).findMany({ where: { where: { startsWith: "GET /v1/odd" } } });
  expect(rows).toHaveLength(3);
});

test("a list of them includes what was refused a moment ago", async () => {
  garbage("203.0.113.4", "GET /v1/listed");
  const { data } = await listRefusals();
  expect(data.map(({ where }) => where)).toContain("GET /v1/listed");
});
