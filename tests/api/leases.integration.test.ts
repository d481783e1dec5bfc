import { randomBytes } from "node:crypto";
import { calculateJwkThumbprint, compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GET } from "@/app/api/v1/entitlements/route";
import { dayMs, hourMs, minuteMs, secondMs } from "@/lib/core/time";
import { issueLease } from "@/lib/entitlements/issue-lease";
import { getSignedLeaseKeys } from "@/lib/entitlements/lease-keys";
import { handleLeaseKeys } from "@/lib/entitlements/lease-keys-endpoint";
import { recordUsage } from "@/lib/entitlements/record-usage";
import type { EntitlementsAnswer } from "@/lib/entitlements/schemas";
import { disconnectDevice } from "@/lib/identity/devices";
import { reloadKeySet, rotateSigningKeys } from "@/lib/identity/keys";
import { listenForChanges, stopListening } from "@/lib/platform/changes";
import { clock, setClockOffset } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { demoLeaseRoots } from "@/lib/platform/demo-secrets";
import { env } from "@/lib/platform/env";
import { type DeviceAccess, signInDevice } from "@/tests/device-access";
import { subscriptionRow } from "@/tests/subscription-row";

const newKey = () => randomBytes(32).toString("base64url");
const sharedKey = newKey();
let device: DeviceAccess;

beforeAll(() => listenForChanges());
afterAll(() => stopListening());
beforeEach(async () => {
  setClockOffset(0);
  device = await signInDevice({ deviceKey: sharedKey });
});

const start = new Date();

/** Pro, paid until thirty days from now, unless told otherwise. */
async function pay(changes: object = {}, access = device): Promise<void> {
  const where = { stripeSubscriptionId: `sub_${access.accountId}` };
  const data = subscriptionRow({ ...where, accountId: access.accountId, startedAt: start, ...changes });
  await transaction((tx) => tx.subscription.upsert({ where, create: data, update: data }));
}

async function ask(access = device, query = "", etag?: string) {
  const headers = { authorization: `Bearer ${access.token}`, ...(etag && { "if-none-match": etag }) };
  const response = await GET(new Request(`${env().GATEHOUSE_URL}/api/v1/entitlements${query}`, { headers }));
  const body = response.status === 304 ? null : await response.json();
  return { status: response.status, etag: response.headers.get("etag") ?? "", body: body as EntitlementsAnswer | null };
}

async function leaseOf(access = device, query = "") {
  const { lease } = (await ask(access, query)).body ?? {};
  if (!lease) throw new Error("The answer holds no lease.");
  return { ...lease, claims: decodeJwt(lease.token), kid: decodeProtectedHeader(lease.token).kid ?? "" };
}

const causeOf = async (access = device) =>
  (await db().lease.findUniqueOrThrow({ where: { deviceId: access.deviceId } })).cause;

/** Verifies as the extension does: roots, then the key set, then the lease. */
async function verify(lease: { token: string; keys: string }): Promise<Record<string, unknown>> {
  const root = demoLeaseRoots.find(({ kid }) => kid === decodeProtectedHeader(lease.keys).kid);
  const set = await compactVerify(lease.keys, await importJWK({ ...root } as JWK, "ES256"));
  const { keys } = JSON.parse(new TextDecoder().decode(set.payload)) as { keys: JWK[] };
  const key = keys.find(({ kid }) => kid === decodeProtectedHeader(lease.token).kid);
  if (!key) throw new Error("The lease's key is not in the set.");
  const { payload } = await compactVerify(lease.token, await importJWK(key, "ES256"));
  return JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
}

async function letNextKeyAge(): Promise<void> {
  const createdAt = new Date(Date.now() - 25 * hourMs);
  await db().signingKey.updateMany({ where: { purpose: "lease", state: "next" }, data: { createdAt } });
}

test("a lease verifies from the root down and says what the answer says, for this device and account", async () => {
  await pay();
  const { body } = await ask();
  const claims = await verify(body?.lease ?? { token: "", keys: "" });
  expect(claims).toMatchObject({
    iss: env().GATEHOUSE_URL,
    aud: "extension",
    sub: body?.account,
    device: `dev_${device.deviceId.replaceAll("-", "")}`,
    device_epoch: 0,
    cnf: { jkt: sharedKey },
    plan: "pro",
    status: "active",
    features: body?.features,
    offset_ms: 0,
  });
  const { iat, renew_after: renewAfter, hard_stop: hardStop } = claims as Record<string, number>;
  expect(Math.abs(Number(iat) - Date.now() / secondMs)).toBeLessThan(10);
  expect(Number(renewAfter) - Number(iat)).toBe(dayMs / secondMs);
  expect(Number(hardStop) - Number(iat)).toBe((7 * dayMs) / secondMs);
  expect(body?.renewAfter).toBe(new Date(Number(renewAfter) * secondMs).toISOString());
  expect(decodeProtectedHeader(body?.lease?.token ?? "")).toMatchObject({ alg: "ES256", typ: "lease+jwt" });
  expect(decodeProtectedHeader(body?.lease?.keys ?? "")).toMatchObject({ alg: "ES256", typ: "lease-keys+jwt" });
});

test("the answer keeps its tag for as long as nothing changes", async () => {
  await pay();
  const { etag } = await ask();
  for (const _again of [1, 2, 3]) expect(await ask(device, "", etag)).toMatchObject({ status: 304 });
  for (const held of [`W/${etag}`, `"x", W/${etag}`, "*"]) {
    expect(await ask(device, "", held), held).toMatchObject({ status: 304 });
  }
  expect(await db().lease.count({ where: { deviceId: device.deviceId } })).toBe(1);
});

test("a payment, a cancellation, a failed payment and use are in the lease at the next contact", async () => {
  expect((await leaseOf()).claims).toMatchObject({ plan: "free", status: "free" });
  await pay();
  expect((await leaseOf()).claims).toMatchObject({
    plan: "pro",
    status: "active",
    features: { advanced_audio: { active: true } },
  });
  expect(await causeOf()).toBe("changed");
  await pay({ cancelAtPeriodEnd: true });
  const until = new Date(start.getTime() + 30 * dayMs).toISOString();
  expect((await leaseOf()).claims).toMatchObject({
    status: "canceling",
    features: { advanced_audio: { active: true, until } },
  });
  await pay({ status: "unpaid", stripeStatus: "unpaid" });
  expect((await leaseOf()).claims).toMatchObject({
    plan: "free",
    features: { advanced_audio: { active: false, reason: "payment_failed" } },
  });
  const { accountId, userId } = device;
  await recordUsage({ accountId, userId, feature: "extended_storage", amount: 7, idempotencyKey: newKey() });
  expect((await leaseOf()).claims).toMatchObject({ features: { extended_storage: { used: 7 } } });
});

test("a renewal that moved the end of the period lets the lease reach further", async () => {
  await pay({ currentPeriodEnd: new Date(start.getTime() + hourMs) });
  const before = await leaseOf();
  await pay();
  const after = await leaseOf();
  expect(Number(after.claims.hard_stop)).toBeGreaterThan(Number(before.claims.hard_stop));
});

test("a lease is signed again once its time to renew has come, and not before", async () => {
  await pay();
  const first = await leaseOf();
  const { deviceId } = device;
  const setRenewAfter = (ms: number) =>
    transaction((tx) => tx.lease.update({ where: { deviceId }, data: { renewAfter: new Date(Date.now() + ms) } }));
  await setRenewAfter(minuteMs);
  expect((await leaseOf()).token).toBe(first.token);
  await setRenewAfter(-1);
  expect((await leaseOf()).token).not.toBe(first.token);
  expect(await causeOf()).toBe("due");
});

test("a moved clock makes a new lease in the new time, with how far it was moved", async () => {
  await pay();
  const first = await leaseOf();
  setClockOffset(hourMs);
  const second = await leaseOf();
  expect(await causeOf()).toBe("clock_moved");
  expect(second.claims.offset_ms).toBe(hourMs);
  expect(Number(second.claims.iat) - Number(first.claims.iat)).toBeGreaterThanOrEqual(hourMs / secondMs);
});

test("whoever asks for a fresh lease gets one that was signed since, and it is the stored one from then on", async () => {
  await pay();
  const first = await leaseOf();
  const fresh = await leaseOf(device, "?fresh=1");
  expect(fresh.claims.jti).not.toBe(first.claims.jti);
  expect(await causeOf()).toBe("asked");
  expect((await leaseOf()).token).toBe(fresh.token);
  expect(await ask(device, "?fresh=yes")).toMatchObject({ status: 400 });
});

test("first calls at the same time get one and the same lease, and so do fresh ones", async () => {
  await pay();
  const answers = await Promise.all(Array.from({ length: 8 }, () => leaseOf()));
  expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
  const fresh = await Promise.all(Array.from({ length: 4 }, () => leaseOf(device, "?fresh=1")));
  expect(fresh.map(({ token }) => token)).not.toContain(answers[0]?.token);
  expect(fresh.map(({ token }) => token)).toContain((await leaseOf()).token);
});

test("each device has a lease of its own: another one's is never given, with the same key or account or not", async () => {
  await pay();
  const first = await leaseOf();
  const { accountId, userId } = device;
  const other = await db().device.create({
    data: { accountId, userId, name: "Another", clientId: "extension", deviceKey: newKey() },
  });
  const { lease } = await issueLease({ accountId, deviceId: other.id });
  expect(decodeJwt(lease?.token ?? "")).toMatchObject({
    device: `dev_${other.id.replaceAll("-", "")}`,
    cnf: { jkt: other.deviceKey },
    sub: first.claims.sub,
  });
  const stranger = await signInDevice({ deviceKey: sharedKey });
  expect((await leaseOf(stranger)).claims).toMatchObject({ plan: "free" });
  await expect(issueLease({ accountId: stranger.accountId, deviceId: device.deviceId })).rejects.toMatchObject({
    code: "device_revoked",
  });
});

test("a device that gave no key gets no lease, and the answer all the same", async () => {
  const keyless = await signInDevice();
  expect((await ask(keyless)).body).toMatchObject({ lease: null, plan: "free" });
  expect(await db().lease.count({ where: { deviceId: keyless.deviceId } })).toBe(0);
});

test("a disconnected device is given no lease any more, not even the one it had", async () => {
  await pay();
  await leaseOf();
  const { accountId, deviceId, userId } = device;
  await disconnectDevice({ deviceId, accountId, actor: { kind: "customer", userId, accountId } });
  expect(await ask()).toMatchObject({ status: 401, body: { code: "device_revoked" } });
  await expect(issueLease({ accountId, deviceId }, { isFresh: true })).rejects.toMatchObject({
    code: "device_revoked",
  });
});

test("the key of a device can't be changed, whoever tries", async () => {
  const { deviceId } = device;
  await expect(db().device.update({ where: { id: deviceId }, data: { deviceKey: newKey() } })).rejects.toThrow(
    "given once and never changed",
  );
  await expect(db().device.update({ where: { id: deviceId }, data: { deviceKey: null } })).rejects.toThrow();
});

test("the next lease key has been published for a day before it signs, and the one before it counts on", async () => {
  await pay();
  const first = await leaseOf();
  const kids = (keys: string) => (decodeJwt(keys).keys as JWK[]).map(({ kid }) => kid);
  expect(kids(first.keys)).toHaveLength(2);
  expect(await rotateSigningKeys("lease")).toMatchObject({ outcome: "too_early" });
  await letNextKeyAge();
  const rotation = await rotateSigningKeys("lease");
  if (rotation.outcome !== "rotated") throw new Error("The key was not rotated.");
  expect(kids(first.keys)).toContain(rotation.kid);
  const second = await leaseOf();
  expect(second.token).toBe(first.token);
  expect(kids(second.keys)).toEqual(expect.arrayContaining([first.kid, rotation.kid]));
  await verify(second);
  expect((await leaseOf(device, "?fresh=1")).kid).toBe(rotation.kid);
});

test("a withdrawn key is gone from the set at the next contact, and its leases are signed anew", async () => {
  await pay();
  const first = await leaseOf();
  const rotation = await rotateSigningKeys("lease", { isCompromised: true });
  const second = await leaseOf();
  expect(rotation).toMatchObject({ outcome: "rotated", retiredKid: first.kid, kid: second.kid });
  expect(await causeOf()).toBe("key_gone");
  const set = decodeJwt(second.keys);
  expect((set.keys as JWK[]).map(({ kid }) => kid)).not.toContain(first.kid);
  expect(Number(set.version)).toBeGreaterThan(Number(decodeJwt(first.keys).version));
  await verify(second);
  await expect(verify({ token: first.token, keys: second.keys })).rejects.toThrow("not in the set");
  expect(await db().auditRecord.count({ where: { action: "signing_key.withdrawn", subjectId: first.kid } })).toBe(1);
});

test("a retired key leaves the set when no lease of its can count any more", async () => {
  const { kids } = await getSignedLeaseKeys();
  await letNextKeyAge();
  const rotation = await rotateSigningKeys("lease");
  const kid = rotation.outcome === "rotated" ? rotation.retiredKid : "";
  expect(kids).toContain(kid);
  const retire = async (ageMs: number) => {
    await db().signingKey.update({ where: { kid }, data: { retiredAt: new Date(Date.now() - ageMs) } });
    await db().keyEpoch.update({ where: { purpose: "lease" }, data: { epoch: { increment: 1 } } });
    await reloadKeySet("lease");
    return (await getSignedLeaseKeys()).kids;
  };
  expect(await retire(14 * dayMs)).toContain(kid);
  expect(await retire(15 * dayMs)).not.toContain(kid);
});

test("changes of the keys make versions that grow by one, once for all, and each is audited", async () => {
  const before = await getSignedLeaseKeys();
  for (const _rotation of [1, 2]) {
    await letNextKeyAge();
    await rotateSigningKeys("lease");
    const sets = await Promise.all(Array.from({ length: 6 }, () => getSignedLeaseKeys()));
    expect(new Set(sets.map(({ token }) => token)).size).toBe(1);
  }
  const after = await getSignedLeaseKeys();
  expect(after.version).toBe(before.version + 2);
  const versions = await db().leaseKeySet.findMany({ orderBy: { version: "asc" }, select: { version: true } });
  expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
  const audited = await db().auditRecord.findMany({ where: { action: "lease_keys.published" } });
  expect(audited).toHaveLength(versions.length);
  expect(clock.offsetMs()).toBe(0);
});

test("anyone can read the signed keys, and pays nothing for them while they are the same", async () => {
  const read = (headers: Record<string, string> = {}) =>
    handleLeaseKeys(new Request(`${env().GATEHOUSE_URL}/.well-known/lease-keys.json`, { headers }));
  const first = await read();
  expect(await first.json()).toEqual({ keys: (await getSignedLeaseKeys()).token });
  expect(first.headers.get("access-control-allow-origin")).toBe("*");
  const etag = first.headers.get("etag") ?? "";
  for (const held of [etag, `W/${etag}`, `"x", W/${etag}`, "*"]) {
    expect((await read({ "if-none-match": held })).status, held).toBe(304);
  }
});

test("the roots of the demo have their thumbprints as ids", async () => {
  for (const root of demoLeaseRoots) expect(await calculateJwkThumbprint({ ...root })).toBe(root.kid);
});
