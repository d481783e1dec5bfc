import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { expect, test, vi } from "vitest";
import { deviceLimit } from "@/lib/catalog/plans";
import { toPublicId } from "@/lib/core/ids";
import { minuteMs } from "@/lib/core/time";
import { handleJwks } from "@/lib/identity/jwks-endpoint";
import { rotateSigningKeys } from "@/lib/identity/keys";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { randomToken } from "@/lib/platform/crypto";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import { db, pool } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { FakeBrowser } from "@/tests/fake-browser";
import {
  authorize,
  authorizeUrl,
  connected,
  decide,
  exchange,
  newPerson,
  redirectUri,
  refresh,
  refusals,
  token,
} from "@/tests/oauth-dance";

test("a code with its verifier becomes a token that names user, account and device, verifiable with our public keys", async () => {
  const { person, back, body, facts } = await connected();
  expect(back.origin + back.pathname).toBe(redirectUri);
  expect(back.searchParams.get("state")).toBe("some-state");
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600 });

  const jwks = createLocalJWKSet(await (await handleJwks(new Request("http://x/.well-known/jwks.json"))).json());
  const { payload, protectedHeader } = await jwtVerify(body.access_token, jwks);
  expect(protectedHeader).toMatchObject({ alg: "ES256", typ: "at+jwt" });
  const device = await db().device.findFirstOrThrow({ where: { userId: person.id } });
  expect(payload).toMatchObject({
    iss: env().GATEHOUSE_URL,
    aud: `${env().GATEHOUSE_URL}/api/v1`,
    sub: toPublicId("user", person.id),
    account: toPublicId("account", device.accountId),
    device: toPublicId("device", device.id),
    device_epoch: 0,
    session_epoch: 0,
    scope: "entitlements:read usage:write account:read",
  });
  expect(device).toMatchObject({ name: "Firefox on Linux", clientId: "extension", revokedAt: null });
  expect(facts).toMatchObject({ userId: person.id, accountId: device.accountId, deviceId: device.id });
  expect(decodeJwt(body.id_token).sub).toBe(toPublicId("user", person.id));
});

test("a stranger is sent to sign in and comes back to the same request", async () => {
  const browser = new FakeBrowser();
  const page = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  expect(await browser.follow(await browser.fetch(`${page}/login`))).toBe(
    `/sign-in?callbackUrl=${encodeURIComponent(page)}`,
  );
  await browser.signIn((await newPerson()).id);
  expect(await decide(browser, page, "allow")).toContain("code=");
});

test("every connection asks, and makes a device of its own", async () => {
  const { person, browser } = await connected();
  await authorize(browser, randomToken());
  expect(await db().device.count({ where: { userId: person.id } })).toBe(2);
});

test("agreeing several times at once connects one device, and every answer leads to it", async () => {
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  const verifier = randomToken();
  const start = await browser.follow(await browser.fetch(authorizeUrl(verifier)));
  const page = await browser.follow(await browser.fetch(`${start}/login`));
  const agreed = await Promise.all(
    Array.from({ length: 4 }, () => browser.post(`${page}/decision`, { decision: "allow" })),
  );
  expect(new Set(agreed.map((response) => response.headers.get("location"))).size).toBe(1);
  const [device, ...others] = await db().device.findMany({ where: { userId: person.id } });
  expect(others).toHaveLength(0);
  const [, last] = agreed;
  const back = new URL(last ? await browser.follow(last) : "");
  const { body } = await exchange(back.searchParams.get("code") ?? "", verifier);
  expect((await verifyAccessToken(body.access_token)).deviceId).toBe(device?.id);
  expect(await db().auditRecord.count({ where: { action: "device.connected", subjectId: device?.id } })).toBe(1);
});

test("agreeing twice at once takes one place where the plan has one left", async () => {
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: person.id } });
  const limit = deviceLimit("free", 1);
  await db().device.createMany({
    data: Array.from({ length: limit - 1 }, () => ({ accountId, userId: person.id, name: "B", clientId: "extension" })),
  });
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  const page = await browser.follow(await browser.fetch(`${start}/login`));
  const agree = () => browser.post(`${page}/decision`, { decision: "allow" });
  for (const answer of await Promise.all([agree(), agree()])) {
    expect(answer.headers.get("location")).not.toContain("limit_reached");
  }
  expect(await db().device.count({ where: { accountId } })).toBe(limit);
});

test("saying no tells the extension so and connects nothing", async () => {
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  const page = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  const back = new URL(await decide(browser, page, "deny"));
  expect(back.searchParams.get("error")).toBe("access_denied");
  expect(await db().device.count({ where: { userId: person.id } })).toBe(0);
});

test("a decision that another site sends connects nothing", async () => {
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  const page = await browser.follow(await browser.fetch(`${start}/login`));
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect(await browser.follow(await browser.post(`${page}/decision`, { decision: "allow" }, foreign))).toBe(page);
  expect(await db().device.count({ where: { userId: person.id } })).toBe(0);
  expect(await refusals("cross_site")).not.toHaveLength(0);
});

test("a person who takes over the browser never gets a code for the one before", async () => {
  const { browser } = await connected();
  const second = await newPerson();
  await browser.signIn(second.id);
  const verifier = randomToken();
  const back = await authorize(browser, verifier);
  const { body } = await exchange(back.searchParams.get("code") ?? "", verifier);
  expect((await verifyAccessToken(body.access_token)).userId).toBe(second.id);
});

test("a consent page that was opened for one person can't be decided by another", async () => {
  const first = await newPerson();
  const browser = await new FakeBrowser().signIn(first.id);
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  const page = await browser.follow(await browser.fetch(`${start}/login`));
  const second = await newPerson();
  await browser.signIn(second.id);
  expect(await browser.follow(await browser.post(`${page}/decision`, { decision: "allow" }))).toBe(page);
  expect(await db().device.count({ where: { userId: { in: [first.id, second.id] } } })).toBe(0);
});

test("a person who signs out after agreeing gets no code until they are back", async () => {
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  const page = await browser.follow(await browser.fetch(`${start}/login`));
  const agreed = await browser.post(`${page}/decision`, { decision: "allow" });
  await db().session.deleteMany({ where: { userId: person.id } });
  expect(await browser.follow(agreed)).toMatch(/^\/oauth\/interaction\//);
});

test("a wrong verifier gets no token, and staff see why", async () => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const back = await authorize(browser, randomToken());
  const { status, body } = await exchange(back.searchParams.get("code") ?? "", randomToken());
  expect(status).toBe(400);
  expect(body).toEqual({ error: "invalid_grant", error_description: "grant request is invalid" });
  expect((await refusals("invalid_grant")).map(({ detail }) => detail).join()).toContain(
    "code_verifier does not match",
  );
});

test("an authorization without a challenge, or with a plain one, is refused", async () => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const wrong: Record<string, string>[] = [{ code_challenge: "" }, { code_challenge_method: "plain" }];
  for (const changes of wrong) {
    const back = new URL(await browser.follow(await browser.fetch(authorizeUrl(randomToken(), changes))));
    expect(back.searchParams.get("error")).toBe("invalid_request");
  }
});

test("a code that was used ends the connection that it made", async () => {
  const { code, verifier, body, facts } = await connected();
  const again = await exchange(code, verifier);
  expect(again).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  await expect(verifyAccessToken(body.access_token)).rejects.toMatchObject({ code: "device_revoked" });
  expect(await refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  expect(await db().device.findUnique({ where: { id: facts.deviceId }, select: { epoch: true } })).toEqual({
    epoch: 1,
  });
  expect(await db().auditRecord.count({ where: { action: "device.revoked", subjectId: facts.deviceId } })).toBe(1);
});

test("a code is exchanged with the address it was asked for, as RFC 6749 section 4.1.3 wants it, and not without", async () => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const verifier = randomToken();
  const code = (await authorize(browser, verifier)).searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, code_verifier: verifier };
  expect(await token(form)).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  expect(await token({ ...form, redirect_uri: `${redirectUri}elsewhere` })).toMatchObject({
    status: 400,
    body: { error: "invalid_grant" },
  });
  expect(await exchange(code, verifier)).toMatchObject({ status: 200 });
});

test("of two exchanges of one code at once one succeeds at most", async () => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const verifier = randomToken();
  const code = (await authorize(browser, verifier)).searchParams.get("code") ?? "";
  const answers = await Promise.all(Array.from({ length: 6 }, () => exchange(code, verifier)));
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
});

test.each([
  "https://evil.example/",
  "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.chromiumapp.org/",
  `${redirectUri}elsewhere`,
])("an address that is not registered (%s) gets a page with 400, never a redirect", async (address) => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const response = await browser.fetch(authorizeUrl(randomToken(), { redirect_uri: address }), {
    headers: { accept: "text/html" },
  });
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  const page = await response.text();
  expect(page).toContain("can’t be connected");
  expect(page).not.toContain(address);
  expect(await refusals("invalid_redirect_uri")).not.toHaveLength(0);
});

test("an unknown client gets a page, and nothing is redirected", async () => {
  const response = await new FakeBrowser().fetch(authorizeUrl(randomToken(), { client_id: "<script>" }), {
    headers: { accept: "text/html", "x-gatehouse-locale": "nl" },
  });
  expect(response.status).toBe(400);
  const page = await response.text();
  expect(page).toContain("kan niet gekoppeld worden");
  expect(page).not.toContain("<script>");
});

test("a token for another resource is refused", async () => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const url = authorizeUrl(randomToken(), { resource: "https://evil.example/api" });
  const back = new URL(await browser.follow(await browser.fetch(url)));
  expect(back.searchParams.get("error")).toBe("invalid_target");
});

test("neither codes nor tokens nor session ids can be read from the table", async () => {
  const { body, code } = await connected();
  const rows = JSON.stringify(await db().oidcArtifact.findMany());
  for (const secret of [body.refresh_token, body.access_token, code]) expect(rows).not.toContain(secret);
});

test("tokens of the key before a rotation stay good, and new ones are signed by the new key", async () => {
  const { body } = await connected();
  await db().signingKey.updateMany({
    where: { purpose: "token", state: "next" },
    data: { createdAt: new Date(Date.now() - 60 * minuteMs) },
  });
  const rotation = await rotateSigningKeys("token");
  const { body: renewed } = await refresh(body.refresh_token);
  const [before, after] = [body.access_token, renewed.access_token].map(
    (jwt: string) => JSON.parse(Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString()).kid,
  );
  expect(rotation).toEqual({ outcome: "rotated", kid: after, retiredKid: before });
  await verifyAccessToken(body.access_token);
  await verifyAccessToken(renewed.access_token);
});

test("discovery names our own addresses", async () => {
  for (const path of ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"]) {
    const response = await new FakeBrowser().fetch(path);
    const at = (part: string) => `${env().GATEHOUSE_URL}${part}`;
    expect(await response.json()).toMatchObject({
      issuer: env().GATEHOUSE_URL,
      authorization_endpoint: at("/oauth/authorize"),
      token_endpoint: at("/oauth/token"),
      revocation_endpoint: at("/oauth/revoke"),
      device_authorization_endpoint: at("/oauth/device/auth"),
      jwks_uri: at("/.well-known/jwks.json"),
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["none"],
    });
  }
});

test("extensions may read the token endpoint's answers, web pages of others may not", async () => {
  const askFrom = async (origin: string) => {
    const form = { client_id: "extension", grant_type: "refresh_token", refresh_token: "unknown" };
    return (await new FakeBrowser().post("/oauth/token", form, { origin })).json();
  };
  const refusedToken = { error: "invalid_grant" };
  expect(await askFrom(`chrome-extension://${new URL(redirectUri).hostname.split(".")[0]}`)).toMatchObject(
    refusedToken,
  );
  expect(await askFrom("moz-extension://2c1a0b7e-5a8d-4c0e-9a53-5f0c8a3f7d11")).toMatchObject(refusedToken);
  expect(await askFrom("https://evil.example")).toMatchObject({ error: "invalid_request" });
});

test("an outage while the provider answers is thrown, and is no refusal of a refresh token that is good", async () => {
  const { body } = await connected();
  const lost = vi.spyOn(pool(), "query").mockImplementation(() => {
    throw new Error("Connection terminated unexpectedly");
  });
  const answer = await refresh(body.refresh_token).catch((thrown: unknown) => thrown);
  lost.mockRestore();
  expect(isDatabaseOutage(answer)).toBe(true);
  expect((await refresh(body.refresh_token)).status).toBe(200);
});
