import { generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { toPublicId } from "@/lib/core/ids";
import { hourMs } from "@/lib/core/time";
import { revokeAllAccess, revokeDevice } from "@/lib/identity/devices";
import { getKeySet, rotateSigningKeys, signWith } from "@/lib/identity/keys";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { type DeviceAccess, signInDevice } from "@/tests/device-access";

const seconds = () => Math.floor(Date.now() / 1000);

async function tokenWith(access: DeviceAccess, changes: Record<string, unknown>, header = { typ: "at+jwt" }) {
  const payload = JSON.parse(Buffer.from(access.token.split(".")[1] ?? "", "base64url").toString());
  return signWith("token", JSON.stringify({ ...payload, ...changes }), header);
}

const refusal = (token: string) =>
  verifyAccessToken(token).then(
    () => "accepted",
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );

test("a good token speaks for its user, account and device, with its scopes", async () => {
  const access = await signInDevice({ scope: "entitlements:read usage:write" });
  expect(await verifyAccessToken(access.token)).toMatchObject({
    userId: access.userId,
    accountId: access.accountId,
    deviceId: access.deviceId,
    scopes: ["entitlements:read", "usage:write"],
  });
});

test("a token with any one character changed is refused, also after the good one was accepted", async () => {
  const { token } = await signInDevice();
  await verifyAccessToken(token);
  for (let at = 0; at < token.length - 1; at += 17) {
    const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    expect(await refusal(changed)).toMatch(/^token_invalid/);
  }
  const [header, , signature] = token.split(".");
  const payload = Buffer.from(JSON.stringify({ sub: "usr_1" })).toString("base64url");
  expect(await refusal(`${header}.${payload}.${signature}`)).toMatch(/^token_invalid: .*altered/);
});

test("a token of another issuer is refused, whoever signed it", async () => {
  const access = await signInDevice();
  expect(await refusal(await tokenWith(access, { iss: "https://evil.example" }))).toMatch(
    /^token_invalid: .*another issuer/,
  );
  const foreign = await generateKeyPair("ES256");
  const { kid } = (await getKeySet("token")).current;
  const forge = (key: string) =>
    new SignJWT({ sub: toPublicId("user", access.userId) })
      .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key })
      .setIssuer(env().GATEHOUSE_URL)
      .sign(foreign.privateKey);
  expect(await refusal(await forge("another"))).toMatch(/^token_invalid: .*not signed by a key of ours/);
  expect(await refusal(await forge(kid))).toMatch(/^token_invalid: .*altered/);
});

test("a token for another audience, of another type, or without a signature is refused", async () => {
  const access = await signInDevice();
  expect(await refusal(await tokenWith(access, { aud: env().GATEHOUSE_URL }))).toMatch(/another service/);
  expect(await refusal(await tokenWith(access, {}, { typ: "JWT" }))).toMatch(/not an access token/);
  const [, payload] = access.token.split(".");
  for (const alg of ["none", "HS256"]) {
    const header = Buffer.from(JSON.stringify({ alg, typ: "at+jwt", kid: (await getKeySet("token")).current.kid }));
    expect(await refusal(`${header.toString("base64url")}.${payload}.`)).toMatch(/^token_invalid/);
  }
  for (const nonsense of ["", "x", "a.b.c", "e30.e30.", "x".repeat(10_000)]) {
    expect(await refusal(nonsense)).toMatch(/^token_invalid/);
  }
});

test("a token of the audit's key is refused: a key serves one purpose", async () => {
  const { token } = await signInDevice();
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
  expect(await refusal(await signWith("audit", payload, { typ: "at+jwt" }))).toMatch(/not signed by a key of ours/);
});

test("an expired token is refused as expired, also when its verdict was kept", async () => {
  const access = await signInDevice();
  const token = await tokenWith(access, { exp: seconds() - 1, iat: seconds() - 600 });
  expect(await refusal(token)).toMatch(/^token_expired/);
  const brief = await tokenWith(access, { exp: seconds() + 1 });
  expect(await refusal(brief)).toBe("accepted");
  await expect.poll(() => refusal(brief), { timeout: 4000 }).toMatch(/^token_expired/);
});

test("a token stops with its device, at once in the process that disconnected it", async () => {
  const access = await signInDevice();
  expect(await refusal(access.token)).toBe("accepted");
  const actor = { kind: "customer", userId: access.userId, accountId: access.accountId } as const;
  await transaction((tx) => revokeDevice(tx, { ...access, actor }));
  expect(await refusal(access.token)).toMatch(/^device_revoked/);
  await transaction((tx) => revokeDevice(tx, { ...access, actor }));
  expect(await db().auditRecord.count({ where: { action: "device.revoked", subjectId: access.deviceId } })).toBe(1);
});

test("a change by another process counts within two seconds", async () => {
  const access = await signInDevice();
  expect(await refusal(access.token)).toBe("accepted");
  await db().device.update({ where: { id: access.deviceId }, data: { epoch: { increment: 1 } } });
  await expect.poll(() => refusal(access.token), { timeout: 3000 }).toMatch(/^device_revoked/);
});

test("signing a person out everywhere stops each of their tokens, and nobody else's", async () => {
  const [access, other] = [await signInDevice(), await signInDevice()];
  expect([await refusal(access.token), await refusal(other.token)]).toEqual(["accepted", "accepted"]);
  const actor = { kind: "system", name: "test" } as const;
  await transaction((tx) => revokeAllAccess(tx, { userId: access.userId, actor }));
  expect(await refusal(access.token)).toMatch(/^device_revoked/);
  expect(await refusal(other.token)).toBe("accepted");
});

test("a token of a session epoch that is over is refused, although its device is still connected", async () => {
  const [access, other] = [await signInDevice(), await signInDevice()];
  expect(await refusal(access.token)).toBe("accepted");
  const data = { sessionEpoch: { increment: 1 } };
  await transaction((tx) => tx.user.update({ where: { id: access.userId }, data }));
  expect((await db().device.findUniqueOrThrow({ where: { id: access.deviceId } })).revokedAt).toBeNull();
  expect(await refusal(access.token)).toMatch(/^device_revoked/);
  expect(await refusal(await tokenWith(access, { session_epoch: 1 }))).toBe("accepted");
  expect(await refusal(await tokenWith(other, { session_epoch: 1 }))).toMatch(/^device_revoked/);
});

test("a device of another account can't be disconnected", async () => {
  const [access, other] = [await signInDevice(), await signInDevice()];
  const actor = { kind: "customer", userId: other.userId, accountId: other.accountId } as const;
  const attempt = transaction((tx) =>
    revokeDevice(tx, { deviceId: access.deviceId, accountId: other.accountId, actor }),
  );
  await expect(attempt).rejects.toMatchObject({ code: "not_found" });
  expect(await refusal(access.token)).toBe("accepted");
});

test("a closed account's tokens are refused", async () => {
  const access = await signInDevice();
  await db().account.update({ where: { id: access.accountId }, data: { closedAt: new Date() } });
  expect(await refusal(access.token)).toMatch(/^device_revoked/);
});

test("when a device was last used is written once an hour at most", async () => {
  const access = await signInDevice();
  await verifyAccessToken(access.token);
  const used = async () => (await db().device.findUniqueOrThrow({ where: { id: access.deviceId } })).lastUsedAt;
  const first = await used();
  expect(first).not.toBeNull();
  const anHourAgo = new Date(Date.now() - hourMs - 1000);
  await db().device.update({ where: { id: access.deviceId }, data: { lastUsedAt: anHourAgo } });
  await expect
    .poll(
      async () => {
        await verifyAccessToken(access.token);
        return used();
      },
      { timeout: 3000 },
    )
    .not.toEqual(anHourAgo);
});

test("a compromised key's tokens stop working when it is withdrawn", async () => {
  const { token } = await signInDevice();
  expect(await refusal(token)).toBe("accepted");
  await rotateSigningKeys("token", { isCompromised: true });
  expect(await refusal(token)).toMatch(/^token_invalid: .*not signed by a key of ours/);
});
