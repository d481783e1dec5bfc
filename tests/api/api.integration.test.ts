import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { GET as openApi } from "@/app/api/openapi.json/route";
import { GET as getAccount } from "@/app/api/v1/account/route";
import { POST as checkEntitlement } from "@/app/api/v1/entitlements/check/route";
import { GET as getEntitlements } from "@/app/api/v1/entitlements/route";
import { POST as recordUsage } from "@/app/api/v1/usage/route";
import { revokeDevice } from "@/lib/identity/devices";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { type DeviceAccess, signInDevice } from "@/tests/device-access";
import { writtenRefusals } from "@/tests/written-refusals";
import "@/tests/installed-modules";

let device: DeviceAccess;
beforeAll(async () => {
  device = await signInDevice();
});

type Options = { token?: string | null; body?: unknown; headers?: Record<string, string>; path?: string };

function request(method: string, options: Options = {}): Request {
  const { token = device.token, body, headers, path = "/api/v1/x" } = options;
  return new Request(`http://127.0.0.1:3000${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}
const store = (amount: number, key: string | null, token = device.token) =>
  recordUsage(
    request("POST", {
      path: "/api/v1/usage",
      token,
      body: { feature: "extended_storage", amount },
      headers: key ? { "idempotency-key": key } : {},
    }),
  );
const code = async (response: Response) => ((await response.json()) as { code: string }).code;

test("an answer has an ETag, and costs nothing while nothing changed", async () => {
  const first = await getEntitlements(request("GET"));
  const etag = first.headers.get("etag") ?? "";
  const second = await getEntitlements(request("GET", { headers: { "if-none-match": etag } }));
  expect([first.status, second.status, await second.text()]).toEqual([200, 304, ""]);
  await store(1, randomUUID());
  const third = await getEntitlements(request("GET", { headers: { "if-none-match": etag } }));
  expect(third.status).toBe(200);
});

test("a client that has the current answer gets a 304, also when a proxy has weakened the ETag", async () => {
  const etag = (await getAccount(request("GET"))).headers.get("etag") ?? "";
  for (const held of [`W/${etag}`, `"x", ${etag}`, `"x" ,W/${etag}`, "*"]) {
    expect((await getAccount(request("GET", { headers: { "if-none-match": held } }))).status, held).toBe(304);
  }
  const other = await getAccount(request("GET", { headers: { "if-none-match": 'W/"x", "y"' } }));
  expect(other.status).toBe(200);
});

test("the account's answer names the account, the person and their role, with public ids", async () => {
  const account = await (await getAccount(request("GET"))).json();
  expect(account).toMatchObject({
    object: "account",
    id: expect.stringMatching(/^acc_/),
    user: { id: expect.stringMatching(/^usr_/), role: "owner" },
  });
});

test("without a token, with a wrong one and with one of another issuer the answer is 401 and says which", async () => {
  const foreign = await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("https://elsewhere.example")
    .sign(new Uint8Array(32));
  const tampered = `${device.token.slice(0, -8)}AAAAAAAA`;
  const answers = await Promise.all(
    [null, "nonsense", foreign, tampered].map((token) => getEntitlements(request("GET", { token }))),
  );
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  expect(await Promise.all(answers.map(code))).toEqual([
    "unauthenticated",
    "token_invalid",
    "token_invalid",
    "token_invalid",
  ]);
  expect(answers[1]?.headers.get("www-authenticate")).toMatch(/^Bearer error="invalid_token"/);
});

test("a token without the scope is refused with the scope's name", async () => {
  const reader = await signInDevice({ scope: "account:read" });
  const answer = await getEntitlements(request("GET", { token: reader.token }));
  expect([answer.status, (await answer.json()).detail]).toEqual([
    403,
    "The access token lacks the scope entitlements:read.",
  ]);
});

test("a revoked device is refused from its next request on", async () => {
  const lost = await signInDevice();
  expect((await getEntitlements(request("GET", { token: lost.token }))).status).toBe(200);
  await transaction((tx) => revokeDevice(tx, { ...lost, actor: { kind: "system", name: "test" } }));
  expect(await code(await getEntitlements(request("GET", { token: lost.token })))).toBe("device_revoked");
});

test.each<[string, unknown, number, string]>([
  ["no JSON", "{", 400, "The body"],
  ["bytes that are no text", "\u00ff\u0000", 400, "The body"],
  ["a missing field", {}, 400, "feature"],
  ["a field that does not exist", { feature: "advanced_audio", premium: true }, 400, "premium"],
  ["an amount of the wrong type", { feature: "extended_storage", amount: "many" }, 400, "amount"],
  ["an amount that is no whole number", { feature: "extended_storage", amount: 1.5 }, 400, "amount"],
  ["an unknown feature", { feature: "teleport" }, 422, "teleport"],
])("%s is refused with what is wrong", async (_title, body, status, named) => {
  const answer = await checkEntitlement(request("POST", { body, path: "/api/v1/entitlements/check" }));
  const problem = await answer.json();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
  expect(`${problem.detail} ${problem.field}`).toContain(named);
  expect(problem.request_id).toBe(answer.headers.get("x-request-id"));
});

test("a form and a body of a megabyte are refused before they are read", async () => {
  const form = await checkEntitlement(
    request("POST", { body: "feature=x", headers: { "content-type": "application/x-www-form-urlencoded" } }),
  );
  const large = await checkEntitlement(request("POST", { body: { feature: "x".repeat(1_000_000) } }));
  expect([form.status, large.status]).toEqual([415, 413]);
});

test("one device asks so often within a minute and no more, whatever it asks; another one goes on", async () => {
  const [greedy, other] = [await signInDevice(), await signInDevice()];
  const ask = ({ token }: DeviceAccess) => checkEntitlement(request("POST", { token, body: {} }));
  const asked = await Promise.all(Array.from({ length: env().API_REQUESTS_PER_MINUTE }, () => ask(greedy)));
  expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([400]));
  const refused = await ask(greedy);
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
  expect((await ask(other)).status).toBe(400);
});

test("use is counted once per key, its answer is repeated byte for byte, and a key is required", async () => {
  const mine = await signInDevice();
  const key = randomUUID();
  const [first, second] = [await store(5, key, mine.token), await store(5, key, mine.token)];
  expect(await second.text()).toBe(await first.text());
  expect(second.headers.get("idempotency-replayed")).toBe("true");
  expect(await code(await store(5, null, mine.token))).toBe("idempotency_key_missing");
  expect(await code(await store(6, key, mine.token))).toBe("idempotency_key_reused");
});

test("a refusal is an answer too: the same key gets it again, also when it would fit by now", async () => {
  const mine = await signInDevice();
  const key = randomUUID();
  await store(50, randomUUID(), mine.token);
  expect(await code(await store(10, key, mine.token))).toBe("limit_reached");
  await store(-50, randomUUID(), mine.token);
  expect(await code(await store(10, key, mine.token))).toBe("limit_reached");
});

test("what was refused is noted for staff, without the token that came with it", async () => {
  await getEntitlements(request("GET", { token: "c3VwZXItc2VjcmV0" }));
  const refusals = await (await writtenRefusals()).findMany({ where: { kind: "token_invalid" } });
  expect(refusals.length).toBeGreaterThan(0);
  expect(JSON.stringify(refusals)).not.toContain("c3VwZXItc2VjcmV0");
});

test("an explained check leads from the source to the answer", async () => {
  const path = "/api/v1/entitlements/check?explain=1";
  const answer = await (await checkEntitlement(request("POST", { path, body: { feature: "advanced_audio" } }))).json();
  expect(answer).toMatchObject({ allowed: false, reason: "no_subscription", trace: { plan: "free", steps: [] } });
});

test("the reference describes every route with its scope", async () => {
  const document = await (await openApi(new Request("http://127.0.0.1:3000/api/openapi.json"))).json();
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toEqual([
    "/api/v1/account",
    "/api/v1/entitlements",
    "/api/v1/entitlements/check",
    "/api/v1/onboarding",
    "/api/v1/usage",
  ]);
  expect(document.paths["/api/v1/usage"].post.security).toEqual([{ oauth: ["usage:write"] }]);
});
