import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { oauthStarts } from "@/lib/identity/handle-oauth";
import { randomToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { requireSourceWithinLimit } from "@/lib/platform/rate-limit";
import { FakeBrowser } from "@/tests/fake-browser";
import { authorizeUrl } from "@/tests/oauth-dance";
import { writtenRefusals } from "@/tests/written-refusals";

const from = (source: string) => ({ headers: { "x-forwarded-for": source, "x-gatehouse-locale": "nl" } });
const exhaust = (source: string) =>
  Promise.all(Array.from({ length: oauthStarts.times }, () => requireSourceWithinLimit(oauthStarts, source)));

test("a source that begins too often gets a page with 429 and no rows, however it writes the address", async () => {
  await exhaust("198.51.100.1");
  const rowsBefore = await db().oidcArtifact.count();
  const url = authorizeUrl(randomToken());
  for (const written of [url, url.replace("authorize", "Authorize"), url.replace("authorize?", "authorize/?")]) {
    const answer = await new FakeBrowser().fetch(written, from("198.51.100.1"));
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.text()).toContain("te vaak gevraagd");
  }
  for (const written of ["/oauth/device", "/oauth/DEVICE/"]) {
    const form = await new FakeBrowser().fetch(written, from("198.51.100.1"));
    expect(form.headers.get("location")).toContain("/connect/code?error=rate_limited");
  }
  expect(await db().oidcArtifact.count()).toBe(rowsBefore);
  expect((await new FakeBrowser().fetch(url, from("203.0.113.9"))).status).toBe(303);
  const noted = await (await writtenRefusals()).findMany({ where: { kind: "rate_limited" } });
  expect(noted.map(({ where }) => where).sort()).toEqual(["/oauth/authorize", "/oauth/device"]);
});

test("codes can't be guessed past their limit by another way of writing the address", async () => {
  const browser = new FakeBrowser();
  await browser.fetch("/oauth/device");
  const guess = (path: string) => browser.post(path, { user_code: "BBBB-BBBB", xsrf: "x" });
  for (let guesses = 0; guesses < 20; guesses += 1) await guess("/oauth/Device");
  for (const path of ["/oauth/device", "/oauth/DEVICE", "/oauth/device/"]) {
    expect((await guess(path)).headers.get("location")).toContain("error=rate_limited");
  }
});

test("refusals of addresses that a caller makes up share their rows", async () => {
  for (let tries = 0; tries < 3; tries += 1) {
    await new FakeBrowser().fetch(`/oauth/authorize/${randomUUID()}`, { headers: { accept: "text/html" } });
    await new FakeBrowser().post(`/oauth/${randomUUID()}`, { filler: "x".repeat(2_000_000) });
  }
  expect(await (await writtenRefusals()).count({ where: { where: { contains: "-" } } })).toBe(0);
  const rows = await (await writtenRefusals()).findMany({ where: { where: { in: ["/oauth", "/oauth: resume"] } } });
  expect(rows.map(({ kind, where, count }) => `${kind} ${where} ${count}`).sort()).toEqual([
    "body_too_large /oauth 3",
    "invalid_request /oauth: resume 3",
  ]);
});

test("a form for a code that is too large is refused as such, whether or not it was shown before", async () => {
  const shown = new FakeBrowser();
  await shown.fetch("/oauth/device");
  for (const browser of [new FakeBrowser(), shown]) {
    const form = { user_code: "BBBB-BBBB", filler: "x".repeat(100_000) };
    const answer = await browser.post("/oauth/device", form, from("203.0.113.77").headers);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: "invalid_request" });
  }
});
