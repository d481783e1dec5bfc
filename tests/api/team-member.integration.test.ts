import { expect, test } from "vitest";
import { chooseAccount } from "@/lib/accounts/home-account";
import { toPublicId } from "@/lib/core/ids";
import { getEntitlements } from "@/lib/entitlements/get-entitlements";
import { disconnectDevice, listDevices } from "@/lib/identity/devices";
import { leaveAccount, removeMember } from "@/lib/identity/end-membership";
import { handleInteractionDecision } from "@/lib/identity/interactions";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { clock } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { FakeBrowser } from "@/tests/fake-browser";
import { authorize, authorizeUrl, exchange, newPerson, refresh } from "@/tests/oauth-dance";

async function someone() {
  const person = await newPerson();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: person.id } });
  return { userId: person.id, ownAccountId: accountId };
}

/** A team that was given its plan, with its owner and a member who owns an account of their own as well. */
async function team() {
  const [owner, member] = [await someone(), await someone()];
  const accountId = owner.ownAccountId;
  await db().membership.create({ data: { accountId, userId: member.userId, role: "member" } });
  await transaction((tx) =>
    tx.grant.create({ data: { accountId, planKey: "team", reason: "a test", startsAt: clock.now() } }),
  );
  const actorOf = ({ userId }: { userId: string }) => ({ kind: "customer", userId, accountId }) as const;
  return { accountId, owner: { ...owner, actor: actorOf(owner) }, member: { ...member, actor: actorOf(member) } };
}

/** Signs in on the extension as somebody would who clicks "Connect" on the page as it comes. */
async function connectExtension(userId: string) {
  const verifier = randomToken();
  const back = await authorize(await new FakeBrowser().signIn(userId), verifier);
  const { body } = await exchange(back.searchParams.get("code") ?? "", verifier);
  const facts = await verifyAccessToken(body.access_token);
  return { ...facts, accessToken: body.access_token, refreshToken: body.refresh_token };
}

/** A browser of somebody's that is asked for consent, and the page that asks. */
async function askedForConsent(userId: string) {
  const browser = await new FakeBrowser().signIn(userId);
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  return { browser, page: await browser.follow(await browser.fetch(`${start}/login`)) };
}

/** The answer to a consent that names an account. */
async function connectTo(userId: string, accountId: string): Promise<string> {
  const { browser, page } = await askedForConsent(userId);
  const form = { decision: "allow", account: toPublicId("account", accountId) };
  return browser.follow(await browser.post(`${page}/decision`, form));
}

test("a member who signs in with the extension gets what the team pays for, though they act for their own free account", async () => {
  const { accountId, member } = await team();
  await chooseAccount({ userId: member.userId, accountId: member.ownAccountId });
  const device = await connectExtension(member.userId);
  expect(device.accountId).toBe(accountId);
  expect(await getEntitlements(device)).toMatchObject({
    account: toPublicId("account", accountId),
    plan: "team",
    features: { advanced_audio: { active: true } },
  });
});

test("a browser is connected to the account that was chosen on the page, and never to one of somebody else", async () => {
  const { member } = await team();
  expect(new URL(await connectTo(member.userId, member.ownAccountId)).searchParams.get("code")).not.toBeNull();
  expect(await listDevices(member.ownAccountId)).toHaveLength(1);
  const stranger = await someone();
  expect(await connectTo(member.userId, stranger.ownAccountId)).toContain("/oauth/interaction/");
  expect(await listDevices(stranger.ownAccountId)).toEqual([]);
});

test("whoever loses their seat loses the team's devices at once, and keeps those of their own account", async () => {
  const { accountId, owner, member } = await team();
  const device = await connectExtension(member.userId);
  await connectTo(member.userId, member.ownAccountId);
  await removeMember({ actor: owner.actor, accountId, userId: member.userId });
  await expect(verifyAccessToken(device.accessToken)).rejects.toMatchObject({ code: "device_revoked" });
  expect((await refresh(device.refreshToken)).status).toBe(400);
  expect(await listDevices(accountId)).toEqual([]);
  expect(await listDevices(member.ownAccountId)).toHaveLength(1);
  expect(await connectTo(member.userId, accountId)).toContain("/oauth/interaction/");
});

test("whoever loses their seat after their accounts were looked up connects nothing to it", async () => {
  const { accountId, owner, member } = await team();
  const { browser, page } = await askedForConsent(member.userId);
  await removeMember({ actor: owner.actor, accountId, userId: member.userId });
  const decision = new Request(`${env().GATEHOUSE_URL}${page}/decision`, {
    method: "POST",
    headers: { cookie: browser.cookieHeader(page), "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ decision: "allow" }),
  });
  const lookedUpBefore = { accountsOf: async () => [{ id: accountId }], limitOf: async () => 9 };
  const answer = await handleInteractionDecision(decision, lookedUpBefore);
  expect(answer.headers.get("location")).toContain(page);
  expect(await listDevices(accountId)).toEqual([]);
});

test("a seat is taken away by the owner and given back by whoever has it; the owner's own stays", async () => {
  const { accountId, owner, member } = await team();
  const attempt = removeMember({ actor: member.actor, accountId, userId: owner.userId });
  await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  await expect(leaveAccount({ actor: owner.actor, accountId })).rejects.toMatchObject({ code: "conflict" });
  await leaveAccount({ actor: member.actor, accountId });
  await expect(leaveAccount({ actor: member.actor, accountId })).rejects.toMatchObject({ code: "not_found" });
  expect(await db().membership.findMany({ where: { accountId } })).toMatchObject([{ userId: owner.userId }]);
});

test("a browser is disconnected by who uses it or by the team's owner, and by no other member", async () => {
  const { accountId, owner, member } = await team();
  const owners = await connectExtension(owner.userId);
  const members = await connectExtension(member.userId);
  const attempt = disconnectDevice({ deviceId: owners.deviceId, accountId, actor: member.actor });
  await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  expect(await listDevices(accountId)).toHaveLength(2);
  await disconnectDevice({ deviceId: members.deviceId, accountId, actor: member.actor });
  const again = await connectExtension(member.userId);
  await disconnectDevice({ deviceId: again.deviceId, accountId, actor: owner.actor });
  expect((await listDevices(accountId)).map(({ id }) => id)).toEqual([owners.deviceId]);
});
