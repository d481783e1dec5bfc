import { beforeEach, expect, test } from "vitest";
import { addMs, hourMs, minuteMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { exponentialBackoff, type OutboxDefinition, outbox, settled } from "@/lib/platform/outbox";

/** An outbox over the table of mails, which needs no mail server: each test says what an attempt does. */
function outboxOf(attempt: OutboxDefinition["attempt"], other: Partial<OutboxDefinition> = {}) {
  return outbox({
    name: "test",
    table: "mail_message",
    key: { column: "id", type: "uuid" },
    waiting: ["queued"],
    since: "createdAt",
    concurrency: 5,
    backoffMs: exponentialBackoff(secondMs, hourMs),
    deadAfter: 3,
    attempt,
    ...other,
  });
}

async function queue(
  count = 1,
  row: { kind?: string; nextAttemptAt?: Date; leaseUntil?: Date } = {},
): Promise<string[]> {
  const mails = await db().mailMessage.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ kind: "test", recipient: `${index}@example.com`, subject: "A test" },
      ...{ nextAttemptAt: addMs(systemNow(), index - minuteMs), ...row },
    })),
  });
  return mails.map(({ id }) => id);
}

const rowOf = (id: string | undefined) => db().mailMessage.findUniqueOrThrow({ where: { id: id ?? "" } });
const settle = (id: string) => db().mailMessage.update({ where: { id }, data: { state: "sent", ...settled } });
const makeDue = (id: string | undefined) =>
  db().mailMessage.updateMany({ where: { id }, data: { nextAttemptAt: new Date(0) } });
const broken = async () => {
  throw new Error("broken");
};

/** A gate that attempts wait at. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

beforeEach(() => db().mailMessage.deleteMany());

test("no row is attempted twice at once, however many sweep", async () => {
  const ids = await queue(40);
  const attempted: string[] = [];
  const mails = outboxOf(async ({ key }) => {
    attempted.push(key);
    await settle(key);
  });
  const found = await Promise.all([mails.sweep(), mails.sweep(), mails.sweep()]);
  expect(attempted.toSorted()).toEqual(ids.toSorted());
  expect(found.reduce((sum, one) => sum + one)).toBe(40);
});

test("a sweep attempts as many rows at once as its limit says, and none is claimed that is not begun", async () => {
  await queue(12);
  const { opened, open } = gate();
  const claimed = () => db().mailMessage.count({ where: { leaseUntil: { not: null } } });
  const atOnce = new Set<string>();
  let most = 0;
  let held = 0;
  const mails = outboxOf(
    async ({ key }) => {
      atOnce.add(key);
      most = Math.max(most, atOnce.size);
      if (atOnce.size === 3 && held === 0) {
        held = await claimed();
        open();
      }
      await opened;
      await settle(key);
      atOnce.delete(key);
    },
    { concurrency: 3 },
  );
  expect(await mails.sweep()).toBe(12);
  expect([most, held, await claimed()]).toEqual([3, 3, 0]);
});

test("a claim counts the attempt, says whose it is, and ends after a minute", async () => {
  const [id = ""] = await queue();
  const mails = outboxOf(broken);
  const before = systemNow();
  expect(await mails.claim(id)).toEqual({ key: id, attempts: 1 });
  const { leaseUntil, leaseOwner } = await rowOf(id);
  expect(leaseOwner).not.toBeNull();
  const leasedMs = (leaseUntil?.getTime() ?? 0) - before.getTime();
  expect(leasedMs).toBeGreaterThanOrEqual(minuteMs);
  expect(leasedMs).toBeLessThan(2 * minuteMs);
  expect(await mails.claim(id)).toBeNull();
  await makeDue(id);
  expect(await mails.sweep()).toBe(0);
  await db().mailMessage.update({ where: { id }, data: { leaseUntil: addMs(systemNow(), -1) } });
  expect(await mails.claim(id)).toEqual({ key: id, attempts: 2 });
});

test("each row that fails schedules its own next attempt, and keeps none behind it waiting", async () => {
  const stuck = await queue(10);
  const [behind = ""] = await queue(1, { nextAttemptAt: systemNow() });
  const mails = outboxOf(async ({ key }) => (key === behind ? settle(key) : broken()), { concurrency: 2 });
  const waits: number[] = [];
  for (const attempts of [1, 2, 3]) {
    const before = systemNow().getTime();
    expect(await mails.sweep()).toBe(attempts === 1 ? 11 : 10);
    const row = await rowOf(stuck[0]);
    expect(row).toMatchObject({ attempts, lastError: "Error: broken", leaseUntil: null, leaseOwner: null });
    waits.push(Math.floor((row.nextAttemptAt.getTime() - before) / secondMs));
    expect(await mails.sweep()).toBe(0);
    for (const id of stuck) await makeDue(id);
  }
  expect(waits).toEqual([1, 2, 4]);
  expect(await rowOf(behind)).toMatchObject({ state: "sent", attempts: 1 });
});

test("backoff doubles and is bounded, however often a row has failed", () => {
  const backoff = exponentialBackoff(2 * secondMs, hourMs);
  expect([1, 2, 3, 11, 12, 5000].map(backoff)).toEqual([2_000, 4_000, 8_000, 2_048_000, hourMs, hourMs]);
});

test("a row that keeps failing is marked as a dead letter once, stays so, and is tried on until it is settled", async () => {
  const [id = ""] = await queue();
  let isWell = false;
  const marks: boolean[] = [];
  const mails = outboxOf(async ({ key }) => (isWell ? settle(key) : broken()), {
    onFailure: async (_tx, { isDead }) => marks.push(isDead),
  });
  const deadAt: (Date | null)[] = [];
  for (const _attempt of [1, 2, 3, 4]) {
    await makeDue(id);
    expect(await mails.sweep()).toBe(1);
    deadAt.push((await rowOf(id)).deadAt);
  }
  expect(deadAt).toEqual([null, null, expect.any(Date), deadAt[2]]);
  expect(marks).toEqual([false, false, true, true]);
  expect(await mails.health()).toMatchObject({ due: 0, dead: 1 });
  isWell = true;
  await makeDue(id);
  expect(await mails.sweep()).toBe(1);
  expect(await rowOf(id)).toMatchObject({ state: "sent", deadAt: null, lastError: null });
});

test("a holder whose minute is over puts nothing off that another has taken over", async () => {
  const [id = ""] = await queue();
  const mails = outboxOf(broken);
  const late = (await mails.claim(id)) ?? expect.fail();
  await db().mailMessage.update({ where: { id }, data: { leaseUntil: new Date(0) } });
  await mails.claim(id);
  const held = await rowOf(id);
  await expect(mails.hold(late, broken)).rejects.toThrow("broken");
  expect(await rowOf(id)).toEqual(held);
});

test("rows that agree in a column are attempted one after another, and others meanwhile", async () => {
  await queue(4, { kind: "one" });
  await queue(2, { kind: "other" });
  const { opened, open } = gate();
  const running: string[] = [];
  const together = new Set<string>();
  const mails = outboxOf(
    async ({ key }) => {
      running.push((await rowOf(key)).kind);
      together.add(running.toSorted().join(" and "));
      if (running.length === 2) open();
      await opened;
      running.splice(running.indexOf((await rowOf(key)).kind), 1);
      await settle(key);
    },
    { oneAtATimePer: "kind" },
  );
  expect(await mails.sweep()).toBe(6);
  expect(together).toContain("one and other");
  expect(["one", "other", "one and other"]).toEqual(expect.arrayContaining([...together]));
});

test("what a process has claimed and not finished is due for others at once when it lets go, and nothing else is", async () => {
  const [mine = "", theirs = ""] = await queue(2);
  const mails = outboxOf(({ key }) => settle(key));
  await mails.claim(mine);
  const leaseUntil = addMs(systemNow(), minuteMs);
  const leaseOwner = "00000000-0000-4000-8000-000000000001";
  await db().mailMessage.update({ where: { id: theirs }, data: { leaseUntil, leaseOwner } });
  expect(await mails.sweep()).toBe(0);
  await mails.release();
  expect(await rowOf(mine)).toMatchObject({ attempts: 1, leaseUntil: null, leaseOwner: null });
  expect(await mails.sweep()).toBe(1);
  expect(await rowOf(theirs)).toMatchObject({ state: "queued", leaseUntil, leaseOwner });
});

test("work that falls due by another clock is swept and put off by it, and leased by the system's", async () => {
  const [id = ""] = await queue(1, { nextAttemptAt: addMs(systemNow(), 24 * hourMs) });
  const later = () => addMs(systemNow(), 25 * hourMs);
  expect(await outboxOf(broken).sweep()).toBe(0);
  const mails = outboxOf(broken, { now: later });
  const claim = (await mails.claim(id)) ?? expect.fail();
  expect((await rowOf(id)).leaseUntil?.getTime()).toBeLessThan(addMs(systemNow(), hourMs).getTime());
  await expect(mails.hold(claim, broken)).rejects.toThrow("broken");
  expect((await rowOf(id)).nextAttemptAt.getTime()).toBeGreaterThan(later().getTime());
});

test("how far an outbox is behind is measured", async () => {
  const mails = outboxOf(broken);
  expect(await mails.health()).toEqual({ due: 0, dead: 0, oldestMs: 0 });
  const [id = ""] = await queue(2);
  await db().mailMessage.update({ where: { id }, data: { createdAt: addMs(systemNow(), -hourMs) } });
  const { due, oldestMs } = await mails.health();
  expect(due).toBe(2);
  expect(Math.round(oldestMs / minuteMs)).toBe(60);
});
