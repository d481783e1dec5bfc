import { expect, test } from "vitest";
import { findFastRoute, surfacePaths } from "@/app/surface";
import { oauthStarts } from "@/lib/identity/handle-oauth";
import { mailLimits } from "@/lib/identity/start-sign-in";
import { pool } from "@/lib/platform/db";
import { requireSourceWithinLimit, type SourceLimit } from "@/lib/platform/rate-limit";
import { flushRefusals } from "@/lib/platform/refusals";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress } from "@/tests/mailbox";
import { authorizeUrl } from "@/tests/oauth-dance";

const source = "192.0.2.7";
const url = (path: string) => `http://127.0.0.1:3000${path}`;
const garbage = () => `${Math.random()}`.slice(2);

/** A request with made-up content to every endpoint that an unauthenticated caller can reach. */
const doors: Record<string, () => Promise<Response>> = {
  "sign-in: ask": () => new FakeBrowser().post("/sign-in/start", { email: newAddress(), locale: "en" }),
  "sign-in: code": () => new FakeBrowser().post("/sign-in/code", { code: garbage() }),
  "sign-in: link": () => new FakeBrowser().post("/sign-in/approve", { token: garbage(), decision: "approve" }),
  "sign-in: cancel": () => new FakeBrowser().post("/sign-in/approve", { token: garbage(), decision: "cancel" }),
  "sign-in: complete": () => new FakeBrowser().post("/sign-in/complete", {}),
  "sign-in: state": () => new FakeBrowser().fetch("/sign-in/state"),
  "sign-in: outside": () => new FakeBrowser().post("/sign-in/with", { provider: garbage() }),
  "sign-out": () => new FakeBrowser().post("/sign-out", {}),
  "address: approve": () => new FakeBrowser().post("/mail-address/approve", { token: garbage() }),
  "address: restore": () => new FakeBrowser().post("/mail-address/restore", { token: garbage() }),
  "next-auth: callback": () => new FakeBrowser().fetch(`/api/auth/callback/email?token=${garbage()}&email=a@b.example`),
  "next-auth: made up": () => new FakeBrowser().fetch(`/api/auth/${garbage()}`),
  "oauth: authorize": () => new FakeBrowser().fetch(authorizeUrl(garbage())),
  "oauth: resume": () => new FakeBrowser().fetch(`/oauth/authorize/${garbage()}`),
  "oauth: device form": () => new FakeBrowser().fetch("/oauth/device"),
  "oauth: device code": () => new FakeBrowser().post("/oauth/device", { user_code: "BBBB-BBBB", xsrf: "x" }),
  "oauth: device start": () =>
    new FakeBrowser().post("/oauth/device/auth", { client_id: "extension", scope: "openid" }),
  "oauth: token": () =>
    new FakeBrowser().post("/oauth/token", { grant_type: "refresh_token", refresh_token: garbage() }),
  "oauth: revocation": () => new FakeBrowser().post("/oauth/revoke", { client_id: "extension", token: garbage() }),
  "oauth: made up": () => new FakeBrowser().fetch(`/oauth/${garbage()}`),
};
for (const path of surfacePaths) {
  for (const method of ["GET", "POST", "PATCH"]) {
    const handler = findFastRoute(method, path);
    if (!handler) continue;
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${garbage()}`,
      "idempotency-key": garbage(),
      "stripe-signature": "t=1,v1=00",
      "x-forwarded-for": source,
    };
    const body = method === "GET" ? null : JSON.stringify({ garbage: garbage() });
    doors[`${method} ${path}`] = () => handler(new Request(url(path), { method, headers, body }));
  }
}

/** Uses up a limit of this source. */
async function exhaust(limit: SourceLimit) {
  for (let times = 0; times <= limit.times; times += 1) {
    await requireSourceWithinLimit(limit, source).catch(() => undefined);
  }
}

/** The number of rows of each table. */
async function rowsByTable(): Promise<Record<string, number>> {
  const { rows: tables } = await pool().query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const counts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await pool().query<{ count: number }>(`select count(*)::int as count from "${name}"`);
      return [name, rows[0]?.count ?? 0];
    }),
  );
  return Object.fromEntries(counts);
}

test("an unauthenticated caller over their limits causes no further row, at no endpoint", async () => {
  for (const limit of [mailLimits.perSource, oauthStarts]) await exhaust(limit);
  const knock = async () => {
    for (const open of Object.values(doors)) await open();
  };
  // This uses up the limits on device codes and the refusals that one source may begin.
  for (let times = 0; times < 65; times += 1) {
    await doors["oauth: device start"]?.();
    if (times < 22) await knock();
  }
  await flushRefusals();
  const before = await rowsByTable();
  const counted = await pool().query("select sum(points) from rate_limit");
  for (let times = 0; times < 10; times += 1) await knock();
  // A request over its limit writes nothing, not even to the row that counts it.
  expect((await pool().query("select sum(points) from rate_limit")).rows).toEqual(counted.rows);
  await flushRefusals();
  expect(await rowsByTable()).toEqual(before);
  expect(Object.keys(doors).length).toBeGreaterThan(30);
});
