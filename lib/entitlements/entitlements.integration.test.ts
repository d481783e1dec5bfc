import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { addMs, dayMs } from "@/lib/core/time";
import { checkEntitlement } from "@/lib/entitlements/check-entitlement";
import { getEntitlements } from "@/lib/entitlements/get-entitlements";
import { grantPlan, revokeGrant } from "@/lib/entitlements/grants";
import { recordUsage } from "@/lib/entitlements/record-usage";
import { entitlementsAnswer } from "@/lib/entitlements/schemas";
import { clock, setClockOffset } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { newPerson } from "@/tests/oauth-dance";

let accountId: string;
let userId: string;
let deviceId: string;
const staff = { kind: "staff", userId: "00000000-0000-0000-0000-000000000001", role: "admin" } as const;

beforeEach(async () => {
  setClockOffset(0);
  userId = (await newPerson()).id;
  accountId = (await db().membership.findFirstOrThrow({ where: { userId } })).accountId;
  const data = { accountId, userId, name: "A browser", clientId: "extension" };
  deviceId = (await db().device.create({ data })).id;
});

function store(amount: number, idempotencyKey: string = randomUUID()) {
  return recordUsage({ accountId, userId, feature: "extended_storage", amount, idempotencyKey });
}

async function givePro(endsAt: Date | null = null): Promise<string> {
  return transaction((tx) => grantPlan(tx, { actor: staff, accountId, plan: "pro", reason: "a test", endsAt }));
}

test("a given plan unlocks at once and locks again at its end, with the reason", async () => {
  await givePro(addMs(clock.now(), dayMs));
  expect(await checkEntitlement({ accountId, userId }, { feature: "advanced_audio" })).toMatchObject({
    allowed: true,
    reason: "grant",
  });
  setClockOffset(2 * dayMs);
  expect(await checkEntitlement({ accountId, userId }, { feature: "advanced_audio" })).toMatchObject({
    allowed: false,
    reason: "no_subscription",
  });
});

test("two callers of one account may choose the same key: both uses count, and each one's repeat counts once", async () => {
  const member = (await newPerson()).id;
  await db().membership.create({ data: { accountId, userId: member, role: "member" } });
  await transaction((tx) => grantPlan(tx, { actor: staff, accountId, plan: "team", reason: "a test", endsAt: null }));
  const other = await db().device.create({ data: { accountId, userId, name: "Another", clientId: "extension" } });
  const count = (caller: { userId: string; deviceId?: string }) =>
    recordUsage({ accountId, feature: "extended_storage", amount: 1, idempotencyKey: "1", ...caller });
  const callers = [{ userId }, { userId: member }, { userId, deviceId }, { userId, deviceId: other.id }];
  for (const caller of [...callers, ...callers]) await count(caller);
  expect((await count({ userId })).used).toBe(callers.length);
});

test("a plan that was taken back locks at once, and both steps are in the audit log", async () => {
  const grantId = await givePro();
  for (const _twice of [1, 2]) await transaction((tx) => revokeGrant(tx, { actor: staff, grantId, reason: "a test" }));
  expect(await checkEntitlement({ accountId, userId }, { feature: "advanced_audio" })).toMatchObject({
    allowed: false,
  });
  const actions = await db().auditRecord.findMany({
    where: { subjectId: grantId },
    orderBy: { at: "asc" },
    select: { action: true },
  });
  expect(actions.map(({ action }) => action)).toEqual(["grant.given", "grant.revoked"]);
});

test("the answer is of the shape that the reference promises", async () => {
  await givePro();
  const answer = await getEntitlements({ accountId, deviceId });
  expect(entitlementsAnswer.parse(answer)).toEqual(answer);
  expect(answer.features.extended_storage).toMatchObject({ active: true, limit: 5120, used: 0 });
});

test("an explained answer leads from the source to the answer and says what changes next", async () => {
  const endsAt = addMs(clock.now(), dayMs);
  const id = await givePro(endsAt);
  const { trace } = await checkEntitlement({ accountId, userId }, { feature: "advanced_audio" }, { explain: true });
  expect(trace?.steps).toMatchObject([{ source: "grant", id, state: "running", plan: "pro", reason: "grant" }]);
  expect(trace?.changes_at).toBe(endsAt.toISOString());
});

test("an unknown feature is refused by name, and an amount of a switch as well", async () => {
  await expect(checkEntitlement({ accountId, userId }, { feature: "teleport" })).rejects.toThrow(
    'There is no feature "teleport". There are: ',
  );
  await expect(checkEntitlement({ accountId, userId }, { feature: "advanced_audio", amount: 1 })).rejects.toMatchObject(
    {
      field: "amount",
    },
  );
  await expect(
    recordUsage({ accountId, userId, feature: "advanced_audio", amount: 1, idempotencyKey: "k" }),
  ).rejects.toMatchObject({ field: "feature" });
});

test("use counts once per key, however often and however simultaneously it is reported", async () => {
  const key = randomUUID();
  await Promise.all(Array.from({ length: 6 }, () => store(10, key)));
  expect(await store(10, key)).toMatchObject({ used: 10, limit: 50, remaining: 40 });
  await expect(store(11, key)).rejects.toMatchObject({ code: "idempotency_key_reused" });
});

test("reports at the same time can't pass the limit together", async () => {
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => store(10)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  const refusals = results.filter((result) => result.status === "rejected").map(({ reason }) => reason.code);
  expect(refusals).toEqual(Array(5).fill("limit_reached"));
  expect((await getEntitlements({ accountId, deviceId })).features.extended_storage.used).toBe(50);
});

test("what was released can be used again, and a release never goes below nothing", async () => {
  await store(50);
  expect(await checkEntitlement({ accountId, userId }, { feature: "extended_storage" })).toMatchObject({
    allowed: false,
    reason: "limit_reached",
  });
  expect(await store(-20)).toMatchObject({ used: 30 });
  const key = randomUUID();
  for (const _twice of [1, 2]) expect(await store(-500, key)).toMatchObject({ used: 0, remaining: 50 });
  const entries = await db().usageEntry.aggregate({ where: { accountId }, _sum: { amount: true } });
  expect(entries._sum.amount).toBe(0);
  expect(await checkEntitlement({ accountId, userId }, { feature: "extended_storage", amount: 50 })).toMatchObject({
    allowed: true,
  });
  expect(await checkEntitlement({ accountId, userId }, { feature: "extended_storage", amount: 51 })).toMatchObject({
    allowed: false,
  });
});

test("on a closed account nothing more is counted, and what is there can be released", async () => {
  await store(10);
  await db().account.update({ where: { id: accountId }, data: { closedAt: clock.now() } });
  await expect(store(1)).rejects.toMatchObject({ code: "not_entitled" });
  expect(await store(-10)).toMatchObject({ used: 0, limit: 0 });
});

test("whoever falls back to a smaller plan keeps what is stored and can release, but not add", async () => {
  const grantId = await givePro();
  await store(1000);
  await transaction((tx) => revokeGrant(tx, { actor: staff, grantId, reason: "a test" }));
  expect((await getEntitlements({ accountId, deviceId })).features.extended_storage).toMatchObject({
    used: 1000,
    limit: 50,
  });
  await expect(store(1)).rejects.toMatchObject({ code: "limit_reached" });
  expect(await store(-100)).toMatchObject({ used: 900, remaining: 0 });
});
