import { createHash, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addMs, minuteMs } from "@/lib/core/time";
import { issueBuyerCode, type Purchase } from "@/lib/identity/connect-buyer";
import { disconnectDevice, listDevices } from "@/lib/identity/devices";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { systemNow } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { extensionIds } from "@/lib/platform/env";
import { exchange, newPerson, redirectUri, refresh, token } from "@/tests/oauth-dance";
import "@/tests/installed-modules";

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64url");

/** A customer who has paid, in a browser whose extension opened the checkout and holds the verifier. */
async function buyer() {
  const { id: userId } = await newPerson();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId } });
  const verifier = randomToken();
  const purchase: Purchase = {
    userId,
    accountId,
    checkoutId: randomUUID(),
    limit: 5,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0",
    extension: {
      extension_id: extensionIds()[0] ?? "",
      code_challenge: sha256(verifier),
      device_key: sha256("a key pair"),
      client_version: "1.2.3",
    },
  };
  return { purchase, verifier, actor: { kind: "customer", userId, accountId } as const };
}

const refused = { status: 400, body: { error: "invalid_grant" } };

test("paying signs in: the code gives the extension tokens for the account that paid", async () => {
  const { purchase, verifier } = await buyer();
  const { code } = await issueBuyerCode(purchase);
  const { status, body } = await exchange(code, verifier);
  expect(status).toBe(200);
  expect(await verifyAccessToken(body.access_token)).toMatchObject({
    userId: purchase.userId,
    accountId: purchase.accountId,
    scopes: ["entitlements:read", "usage:write", "account:read"],
  });
  expect((await refresh(body.refresh_token)).status).toBe(200);
  const [device] = await listDevices(purchase.accountId);
  expect(device).toMatchObject({ name: "Chrome on Linux", clientVersion: "1.2.3" });
  expect(await db().device.count({ where: { id: device?.id ?? "", deviceKey: purchase.extension.device_key } })).toBe(
    1,
  );
});

test("the code is worth nothing without the verifier", async () => {
  const { purchase, verifier } = await buyer();
  const { code } = await issueBuyerCode(purchase);
  expect(await exchange(code, randomToken())).toMatchObject(refused);
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  expect(await token(form)).toMatchObject({ status: 400 });
  expect(await token({ ...form, code_verifier: sha256(verifier) })).toMatchObject(refused);
});

test("the code is worth nothing at another extension's address, nor after a minute", async () => {
  const { purchase, verifier } = await buyer();
  const { code } = await issueBuyerCode(purchase);
  const elsewhere = `https://${"b".repeat(32)}.chromiumapp.org/`;
  const form = { grant_type: "authorization_code", code, code_verifier: verifier };
  expect(await token({ ...form, redirect_uri: elsewhere })).toMatchObject(refused);
  const row = await db().oidcArtifact.findFirstOrThrow({
    where: { model: "AuthorizationCode" },
    orderBy: { createdAt: "desc" },
  });
  const life = (row.expiresAt?.getTime() ?? 0) - row.createdAt.getTime();
  expect(Math.round(life / 1000)).toBeLessThanOrEqual(60);
  expect(row.expiresAt && row.expiresAt < addMs(systemNow(), minuteMs + 1000)).toBe(true);
});

test("a code that is used a second time disconnects what the first use connected", async () => {
  const { purchase, verifier } = await buyer();
  const { code } = await issueBuyerCode(purchase);
  const first = await exchange(code, verifier);
  expect(await exchange(code, verifier)).toMatchObject(refused);
  await expect(verifyAccessToken(first.body.access_token)).rejects.toMatchObject({ code: "device_revoked" });
});

test("a checkout connects one device, however often and by how many pages at once it is asked", async () => {
  const { purchase, verifier } = await buyer();
  const codes = await Promise.all([1, 2, 3].map(() => issueBuyerCode(purchase)));
  expect(await listDevices(purchase.accountId)).toHaveLength(1);
  const { code } = await issueBuyerCode(purchase);
  const earlier = await Promise.all(codes.map((one) => exchange(one.code, verifier)));
  expect(earlier.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect((await exchange(code, verifier)).status).toBe(200);
  await expect(issueBuyerCode(purchase)).rejects.toMatchObject({ code: "link_expired" });
});

test("a checkout that has signed one extension in gives another one nothing, and none after that was disconnected", async () => {
  const { purchase, verifier, actor } = await buyer();
  const { code } = await issueBuyerCode(purchase);
  const other = { ...purchase.extension, device_key: sha256("another key pair") };
  await expect(issueBuyerCode({ ...purchase, extension: other })).rejects.toMatchObject({ code: "link_expired" });
  await exchange(code, verifier);
  const [device] = await listDevices(purchase.accountId);
  await disconnectDevice({ deviceId: device?.id ?? "", accountId: purchase.accountId, actor });
  await expect(issueBuyerCode(purchase)).rejects.toMatchObject({ code: "link_expired" });
});

test("no code for an extension that is not ours, for more devices than the plan holds, or for another person's account", async () => {
  const { purchase } = await buyer();
  const stranger = { ...purchase.extension, extension_id: "p".repeat(32) };
  await expect(issueBuyerCode({ ...purchase, extension: stranger })).rejects.toMatchObject({ code: "forbidden" });
  await expect(issueBuyerCode({ ...purchase, limit: 0 })).rejects.toMatchObject({ code: "limit_reached" });
  const { purchase: another } = await buyer();
  await expect(issueBuyerCode({ ...purchase, accountId: another.accountId })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await db().device.count({ where: { accountId: { in: [purchase.accountId, another.accountId] } } })).toBe(0);
});
