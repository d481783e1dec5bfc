import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  changesHeard,
  isListening,
  listenerName,
  listenForChanges,
  remember,
  stopListening,
} from "@/lib/platform/changes";
import { clock } from "@/lib/platform/clock";
import { db, pool, transaction } from "@/lib/platform/db";

beforeEach(listenForChanges);
afterEach(stopListening);

const newAccount = async () => (await transaction((tx) => tx.account.create({ data: {} }))).id;
const give = (accountId: string) =>
  transaction((tx) => tx.grant.create({ data: { accountId, planKey: "pro", reason: "test", startsAt: clock.now() } }));

test("what did not change is read once, and callers at the same time share that", async () => {
  const id = await newAccount();
  const read = vi.fn(async () => "value");
  const values = await Promise.all([remember("claims", id, read), remember("claims", id, read)]);
  expect([...values, await remember("claims", id, read)]).toEqual(["value", "value", "value"]);
  expect(read).toHaveBeenCalledTimes(1);
});

test("after a transaction of this process its changes are read, each time", async () => {
  const id = await newAccount();
  const count = () => remember("claims", id, () => db().grant.count({ where: { accountId: id } }));
  for (let given = 0; given < 20; given += 1) {
    expect(await count()).toBe(given);
    await give(id);
  }
});

test("what another connection changes is read again, and nothing else", async () => {
  const [id, other] = [await newAccount(), await newAccount()];
  const [read, readOther] = [vi.fn(async () => ""), vi.fn(async () => "")];
  await Promise.all([remember("claims", id, read), remember("claims", other, readOther)]);
  await pool().query(`update account set "closedAt" = $2 where id = $1`, [id, clock.now()]);
  await vi.waitUntil(async () => {
    await remember("claims", id, read);
    return read.mock.calls.length === 2;
  });
  await remember("claims", other, readOther);
  expect(readOther).toHaveBeenCalledTimes(1);
});

test("who joins an account, gets another role there or leaves is news of that account; whom they act for is not", async () => {
  const [id, other] = [await newAccount(), await newAccount()];
  const { id: userId } = await db().user.create({ data: { email: `${randomUUID()}@example.com` } });
  const [read, readOther] = [vi.fn(async () => ""), vi.fn(async () => "")];
  const readings = async () => {
    await changesHeard();
    await Promise.all([remember("claims", id, read), remember("claims", other, readOther)]);
    return read.mock.calls.length;
  };
  const place = { where: { accountId_userId: { accountId: id, userId } } };
  expect(await readings()).toBe(1);
  await db().membership.create({ data: { accountId: id, userId, role: "member" } });
  expect(await readings()).toBe(2);
  await db().membership.update({ ...place, data: { role: "owner" } });
  expect(await readings()).toBe(3);
  await db().membership.update({ ...place, data: { chosenAt: clock.now() } });
  expect(await readings()).toBe(3);
  await db().membership.delete(place);
  expect(await readings()).toBe(4);
  expect(readOther).toHaveBeenCalledTimes(1);
});

test("a read that began before a change is not kept", async () => {
  const id = await newAccount();
  let answer: (count: number) => void = () => undefined;
  const early = remember("claims", id, () => new Promise<number>((resolve) => (answer = resolve)));
  await give(id);
  answer(0);
  expect(await early).toBe(0);
  expect(await remember("claims", id, () => db().grant.count({ where: { accountId: id } }))).toBe(1);
});

test("a failed read is not remembered", async () => {
  const id = randomUUID();
  await expect(remember("claims", id, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await remember("claims", id, async () => "yes")).toBe("yes");
});

test("when the connection is lost nothing is remembered, until it is back", async () => {
  const id = await newAccount();
  const read = vi.fn(async () => "");
  await remember("claims", id, read);
  await pool().query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()",
    [listenerName],
  );
  await vi.waitUntil(() => !isListening());
  await remember("claims", id, read);
  await remember("claims", id, read);
  expect(read).toHaveBeenCalledTimes(3);
  await vi.waitUntil(isListening, { timeout: 10_000 });
  await remember("claims", id, read);
  await remember("claims", id, read);
  expect(read).toHaveBeenCalledTimes(4);
});

test("a process that does not listen reads each time", async () => {
  await stopListening();
  const read = vi.fn(async () => "");
  await remember("claims", "x", read);
  await remember("claims", "x", read);
  expect(read).toHaveBeenCalledTimes(2);
});
