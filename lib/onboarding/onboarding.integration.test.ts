import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addMs, dayMs, minuteMs } from "@/lib/core/time";
import { recordUsage } from "@/lib/entitlements/record-usage";
import { revokeDevice } from "@/lib/identity/devices";
import { chooseFree, dismissChecklist, restoreChecklist, resumeStep, skipStep } from "@/lib/onboarding/choices";
import { getOnboarding } from "@/lib/onboarding/get-progress";
import { measureOnboarding } from "@/lib/onboarding/measure";
import { recordPremiumUse } from "@/lib/onboarding/record-premium-use";
import { db, transaction } from "@/lib/platform/db";
import { signInDevice } from "@/tests/device-access";
import { newPerson } from "@/tests/oauth-dance";

async function newAccount() {
  const { id: userId } = await newPerson();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId } });
  return { accountId, actor: { kind: "customer", userId, accountId } as const };
}

test("what is true is done: staying on Free, a connected browser, stored notes", async () => {
  const device = await signInDevice();
  const { accountId, userId } = device;
  expect(await getOnboarding(accountId)).toMatchObject({ next: "plan", steps: { connect: "done" } });
  await chooseFree({ accountId, actor: { kind: "customer", userId, accountId } });
  await recordUsage({ accountId, userId, feature: "extended_storage", amount: 3, idempotencyKey: randomUUID() });
  expect(await getOnboarding(accountId)).toMatchObject({ isFinished: true, doneCount: 3, isListed: false });
});

test("a browser that nobody came back for connects nothing; one that was used and disconnected did", async () => {
  const { accountId, deviceId, userId } = await signInDevice();
  const actor = { kind: "customer", userId, accountId } as const;
  await transaction((tx) => revokeDevice(tx, { deviceId, accountId, actor }));
  expect((await getOnboarding(accountId)).steps.connect).toBe("open");
  await db().device.update({ where: { id: deviceId }, data: { lastUsedAt: new Date() } });
  expect((await getOnboarding(accountId)).steps.connect).toBe("done");
});

test("a skipped step is taken up again, a list that was put away comes back, and each choice is audited once", async () => {
  const visit = await newAccount();
  const skip = () => skipStep({ ...visit, step: "connect" });
  await Promise.all([skip(), skip(), skip()]);
  await dismissChecklist(visit);
  expect(await getOnboarding(visit.accountId)).toMatchObject({ steps: { connect: "skipped" }, isListed: false });
  await resumeStep({ ...visit, step: "connect" });
  await restoreChecklist(visit);
  expect(await getOnboarding(visit.accountId)).toMatchObject({ steps: { connect: "open" }, isListed: true });
  const audited = await db().auditRecord.findMany({
    where: { accountId: visit.accountId, action: { startsWith: "onboarding." } },
    select: { action: true },
  });
  expect(audited.map(({ action }) => action).sort()).toEqual([
    "onboarding.checklist_dismissed",
    "onboarding.checklist_restored",
    "onboarding.connect_resumed",
    "onboarding.connect_skipped",
  ]);
});

test("a member takes no step of the owner's and puts none away, in the portal or by the extension", async () => {
  const { accountId } = await newAccount();
  const { id: userId } = await newPerson();
  await db().membership.create({ data: { accountId, userId, role: "member" } });
  const visit = { accountId, actor: { kind: "customer", userId, accountId } as const };
  for (const choose of [chooseFree, dismissChecklist, restoreChecklist])
    await expect(choose(visit)).rejects.toMatchObject({ code: "forbidden" });
  for (const choose of [skipStep, resumeStep])
    await expect(choose({ ...visit, step: "use" })).rejects.toMatchObject({ code: "forbidden" });
  const report = { accountId, feature: "extended_storage" };
  expect(await recordPremiumUse({ ...report, userId })).toMatchObject({ steps: { use: "open" } });
  expect(await db().onboarding.count({ where: { accountId } })).toBe(0);
});

test("the measure counts each account of its window by the steps it took, and the time between them", async () => {
  const start = new Date("2020-03-01T00:00:00Z");
  const at = (minutes: number) => addMs(start, minutes * minuteMs);
  const begin = async (steps: { createdAt: Date; free?: Date; connected?: Date; used?: Date; skipped?: Date }) => {
    const { accountId, actor } = await newAccount();
    await db().account.update({ where: { id: accountId }, data: { createdAt: steps.createdAt } });
    await db().onboarding.create({
      data: {
        accountId,
        freeChosenAt: steps.free ?? null,
        premiumUsedAt: steps.used ?? null,
        useSkippedAt: steps.skipped ?? null,
      },
    });
    if (steps.connected) {
      const device = { accountId, userId: actor.userId, name: "A browser", clientId: "extension" };
      await db().device.create({ data: { ...device, createdAt: steps.connected } });
    }
    return actor.userId;
  };
  await begin({ createdAt: at(0), free: at(2), connected: at(12), used: at(13) });
  await begin({ createdAt: at(1), free: at(5), connected: at(25), skipped: at(26) });
  // The other way round: no time from plan to connection.
  await begin({ createdAt: at(2), free: at(90), connected: at(10) });
  await begin({ createdAt: at(3) });
  await begin({ createdAt: addMs(start, dayMs), free: addMs(start, dayMs) });
  const staff = await begin({ createdAt: at(4), free: at(5) });
  await db().user.update({ where: { id: staff }, data: { staffRole: "viewer" } });

  await db().account.create({ data: { createdAt: at(5), claimEmail: `${randomUUID()}@example.com` } });

  expect(await measureOnboarding({ since: start, until: addMs(start, dayMs) })).toEqual({
    accounts: 4,
    finished: 1,
    steps: [
      { step: "plan", done: 3, skipped: 0, medianMs: 4 * minuteMs },
      { step: "connect", done: 3, skipped: 0, medianMs: 15 * minuteMs },
      { step: "use", done: 1, skipped: 1, medianMs: minuteMs },
    ],
  });
});

test("a window in which nobody began has nothing to count", async () => {
  const measure = await measureOnboarding({ since: new Date("2019-01-01"), until: new Date("2019-02-01") });
  expect(measure).toMatchObject({ accounts: 0, finished: 0 });
  expect(measure.steps.map(({ done, medianMs }) => [done, medianMs])).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
});
