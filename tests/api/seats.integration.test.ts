import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addMs, hourMs } from "@/lib/core/time";
import { checkEntitlement } from "@/lib/entitlements/check-entitlement";
import { listDeviceAccounts } from "@/lib/entitlements/device-accounts";
import { getEntitlements } from "@/lib/entitlements/get-entitlements";
import { recordUsage } from "@/lib/entitlements/record-usage";
import { removeMember } from "@/lib/identity/end-membership";
import { recordPremiumUse } from "@/lib/onboarding/record-premium-use";
import { changesHeard, listenForChanges, stopListening } from "@/lib/platform/changes";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { newPerson } from "@/tests/oauth-dance";
import { subscriptionRow } from "@/tests/subscription-row";

// Answers are remembered here, as in a server, so that a change that nobody announces would show.
beforeAll(listenForChanges);
afterAll(stopListening);

type Member = { userId: string; accountId: string; deviceId: string };

/**
 * A team with three seats, and everyone's browser. Its owner took it over from somebody else, so that both members joined
 * before them; who joined last was known here first. So no other order than the one that counts gives the same.
 */
async function team() {
  const [last, first, owner] = [await newPerson(), await newPerson(), await newPerson()];
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: owner.id } });
  for (const [hoursAgo, { id: userId }] of [last, first].entries()) {
    const createdAt = addMs(systemNow(), -(hoursAgo + 1) * hourMs);
    await db().membership.create({ data: { accountId, userId, role: "member", createdAt } });
  }
  const member = async ({ id: userId }: { id: string }): Promise<Member> => {
    const { id: deviceId } = await db().device.create({
      data: { userId, accountId, name: "Chromium", clientId: "extension" },
    });
    return { userId, accountId, deviceId };
  };
  const members = { owner: await member(owner), first: await member(first), last: await member(last) };
  const plan = { planKey: "team", priceKey: "team_monthly_eur", amountMinor: 600, quantity: 3 };
  const { stripeSubscriptionId } = await db().subscription.create({ data: subscriptionRow({ accountId, ...plan }) });
  const change = (data: { planKey?: string; quantity?: number }) =>
    db().subscription.update({ where: { stripeSubscriptionId }, data });
  return { ...members, accountId, change };
}

const mayUse = async (member: Member) => {
  await changesHeard();
  const { allowed, reason } = await checkEntitlement(member, { feature: "advanced_audio" });
  return allowed || reason;
};

test("everyone with a seat gets the plan; with fewer seats whoever joined last gets what Free gives, and it heals", async () => {
  const { owner, first, last, change } = await team();
  expect([await mayUse(owner), await mayUse(first), await mayUse(last)]).toEqual([true, true, true]);
  await change({ quantity: 2 });
  expect([await mayUse(owner), await mayUse(first), await mayUse(last)]).toEqual([true, true, "no_seat"]);
  await change({ quantity: 3 });
  expect([await mayUse(owner), await mayUse(first), await mayUse(last)]).toEqual([true, true, true]);
});

test("after a change from Team to Pro the owner alone has the plan", async () => {
  const { owner, first, last, change } = await team();
  await change({ planKey: "pro", quantity: 1 });
  expect([await mayUse(owner), await mayUse(first), await mayUse(last)]).toEqual([true, "no_seat", "no_seat"]);
});

test("a seat that is taken back goes to whoever waits for one", async () => {
  const { owner, first, last, accountId, change } = await team();
  await change({ quantity: 2 });
  expect(await mayUse(last)).toBe("no_seat");
  const actor = { kind: "customer", userId: owner.userId, accountId } as const;
  await removeMember({ actor, accountId, userId: first.userId });
  expect(await mayUse(last)).toBe(true);
  expect(await mayUse(first)).toBe("no_seat");
});

test("without a seat every way in is closed: the answer to a browser, use, first steps, and what is proposed", async () => {
  const { first, last, accountId, change } = await team();
  await change({ quantity: 2 });
  expect(await getEntitlements(first)).toMatchObject({ plan: "team", status: "active" });
  expect(await getEntitlements(last)).toMatchObject({
    plan: "free",
    status: "free",
    features: { advanced_audio: { active: false, reason: "no_seat", until: null } },
  });
  // More than Free has room for, and far less than Team.
  const store = ({ userId }: Member) =>
    recordUsage({ accountId, userId, feature: "extended_storage", amount: 60, idempotencyKey: randomUUID() });
  await expect(store(last)).rejects.toMatchObject({ code: "limit_reached" });
  expect(await store(first)).toMatchObject({ used: 60 });
  await expect(recordPremiumUse({ ...last, feature: "advanced_audio" })).rejects.toMatchObject({
    code: "not_entitled",
  });
  expect(await listDeviceAccounts(last.userId)).toContainEqual(
    expect.objectContaining({ id: accountId, plan: "free" }),
  );
  expect(await listDeviceAccounts(first.userId)).toContainEqual(
    expect.objectContaining({ id: accountId, plan: "team" }),
  );
});

test("the explanation says how many seats there are and that one's own is missing", async () => {
  const { last, change } = await team();
  await change({ quantity: 2 });
  const { trace } = await checkEntitlement(last, { feature: "advanced_audio" }, { explain: true });
  expect(trace).toMatchObject({
    plan: "free",
    seats: 2,
    has_seat: false,
    steps: [{ plan: "team", reason: "active_subscription" }],
  });
});
