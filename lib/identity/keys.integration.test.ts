import { compactVerify, importJWK } from "jose";
import { expect, test } from "vitest";
import { dayMs, minuteMs } from "@/lib/core/time";
import { handleJwks } from "@/lib/identity/jwks-endpoint";
import { ensureSigningKeys, forgetRetiredKeys, publicJwks, rotateSigningKeys, signWith } from "@/lib/identity/keys";
import { db } from "@/lib/platform/db";

const jwksRequest = (headers: Record<string, string> = {}) =>
  new Request("http://127.0.0.1/.well-known/jwks.json", { headers });

async function letNextKeyAge(purpose: "token" | "audit") {
  const createdAt = new Date(Date.now() - 60 * minuteMs);
  await db().signingKey.updateMany({ where: { purpose, state: "next" }, data: { createdAt } });
}

test("processes that start at once make one current and one next key per purpose", async () => {
  await Promise.all(Array.from({ length: 8 }, () => ensureSigningKeys()));
  const keys = await db().signingKey.findMany({ select: { purpose: true, state: true } });
  expect(keys.map(({ purpose, state }) => `${purpose} ${state}`).sort()).toEqual([
    "audit current",
    "audit next",
    "lease current",
    "lease next",
    "token current",
    "token next",
  ]);
});

test("the private halves can't be read from the table, and the public set holds none", async () => {
  await ensureSigningKeys();
  for (const { privateJwkSealed, publicJwk } of await db().signingKey.findMany()) {
    expect(privateJwkSealed).not.toContain('"d"');
    expect(publicJwk).not.toHaveProperty("d");
  }
  for (const jwk of (await publicJwks()).keys) {
    expect(jwk).toMatchObject({ kty: "EC", crv: "P-256", alg: "ES256", use: "sig" });
    expect(jwk).not.toHaveProperty("d");
  }
});

test("the next key is published before it signs, and the one before it afterwards", async () => {
  const before = (await publicJwks()).keys.map(({ kid }) => kid);
  expect(before).toHaveLength(2);
  expect(await rotateSigningKeys("token")).toMatchObject({ outcome: "too_early" });
  await letNextKeyAge("token");
  const rotation = await rotateSigningKeys("token");
  expect(rotation).toMatchObject({ outcome: "rotated", kid: before[1], retiredKid: before[0] });
  const after = (await publicJwks()).keys.map(({ kid }) => kid);
  expect(after).toHaveLength(3);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after[0]).toBe(before[1]);
});

test("what the audit's key signed stays verifiable after its rotation", async () => {
  const signature = await signWith("audit", "a head of the chain");
  await letNextKeyAge("audit");
  await rotateSigningKeys("audit");
  const { kid } = JSON.parse(Buffer.from(signature.split(".")[0] ?? "", "base64url").toString());
  const jwk = (await publicJwks("audit")).keys.find((key) => key.kid === kid);
  const { payload } = await compactVerify(signature, await importJWK(jwk ?? {}, "ES256"));
  expect(new TextDecoder().decode(payload)).toBe("a head of the chain");
});

test("rotations at once rotate once: the key that was just made is too young", async () => {
  await letNextKeyAge("token");
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => rotateSigningKeys("token")));
  expect(outcomes.filter(({ outcome }) => outcome === "rotated")).toHaveLength(1);
});

test("the private half of a key that was replaced thirty days ago is forgotten, an audit key's public half never", async () => {
  const retire = async (purpose: "token" | "audit", daysAgo: number) => {
    await letNextKeyAge(purpose);
    const rotation = await rotateSigningKeys(purpose);
    const kid = rotation.outcome === "rotated" ? rotation.retiredKid : "";
    await db().signingKey.update({ where: { kid }, data: { retiredAt: new Date(Date.now() - daysAgo * dayMs) } });
    return kid;
  };
  const signature = await signWith("audit", "an old head of the chain");
  const audit = await retire("audit", 31);
  const token = await retire("token", 31);
  const recent = await retire("token", 29);

  expect(await forgetRetiredKeys()).toBe(2);
  expect(await forgetRetiredKeys()).toBe(0);
  expect(await db().signingKey.findUnique({ where: { kid: token } })).toBeNull();
  expect((await db().signingKey.findUniqueOrThrow({ where: { kid: recent } })).privateJwkSealed).not.toBe("");
  expect((await db().signingKey.findUniqueOrThrow({ where: { kid: audit } })).privateJwkSealed).toBe("");
  expect((await db().signingKey.findMany({ where: { state: "current", privateJwkSealed: "" } })).length).toBe(0);
  const jwk = (await publicJwks("audit")).keys.find(({ kid }) => kid === audit);
  await compactVerify(signature, await importJWK(jwk ?? {}, "ES256"));
});

test("the set of public keys is cacheable and answers 304 to whoever has it", async () => {
  const response = await handleJwks(jwksRequest());
  expect(response.headers.get("cache-control")).toContain("max-age=300");
  const etag = response.headers.get("etag") ?? "";
  for (const held of [etag, `W/${etag}`, `"x", W/${etag}`, "*"]) {
    expect((await handleJwks(jwksRequest({ "if-none-match": held }))).status, held).toBe(304);
  }
  expect((await handleJwks(jwksRequest({ "if-none-match": '"other"' }))).status).toBe(200);
});
