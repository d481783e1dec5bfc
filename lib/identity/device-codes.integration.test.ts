import { expect, test } from "vitest";
import { OidcAdapter } from "@/lib/identity/internal/oauth/oidc-adapter";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { FakeBrowser, firefox } from "@/tests/fake-browser";
import { decide, newPerson, refusals, token } from "@/tests/oauth-dance";

async function startDevice() {
  const form = { client_id: "extension", scope: "entitlements:read" };
  const response = await new FakeBrowser(firefox).post("/oauth/device/auth", form);
  return (await response.json()) as { device_code: string; user_code: string; verification_uri: string };
}

const poll = (deviceCode: string) =>
  token({ grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: deviceCode });

/** Undoes that a person has typed the code and sees the consent page. */
async function reopenCode(deviceCode: string): Promise<void> {
  const adapter = new OidcAdapter("DeviceCode");
  const payload = await adapter.find(deviceCode);
  await adapter.upsert(deviceCode, { ...payload, inFlight: false }, 600);
}

async function typeCode(browser: FakeBrowser, userCode: string): Promise<string> {
  const form = await browser.follow(await browser.fetch(`/oauth/device?user_code=${userCode}`));
  expect(form).toBe(`/connect/code?user_code=${userCode}`);
  const xsrf = /gatehouse\.connect=([^;]+)/.exec(browser.cookieHeader("/connect/code"))?.[1] ?? "";
  return browser.follow(await browser.post("/oauth/device", { xsrf, user_code: userCode, confirm: "yes" }));
}

test("a code from another device connects it after its owner agreed, and names that device", async () => {
  const { device_code: deviceCode, user_code: userCode, verification_uri: address } = await startDevice();
  expect(address).toBe(`${env().GATEHOUSE_URL}/oauth/device`);
  expect(await poll(deviceCode)).toMatchObject({ status: 400, body: { error: "authorization_pending" } });

  const person = await newPerson();
  const browser = await new FakeBrowser("Mozilla/5.0 (iPhone) Version/19.0 Mobile Safari/605").signIn(person.id);
  expect(await decide(browser, await typeCode(browser, userCode), "allow")).toBe("/connect/done");
  const { status, body } = await poll(deviceCode);
  expect(status).toBe(200);
  const facts = await verifyAccessToken(body.access_token);
  expect(facts.scopes).toEqual(["entitlements:read"]);
  expect(await db().device.findUnique({ where: { id: facts.deviceId }, select: { name: true } })).toEqual({
    name: "Firefox on Linux",
  });
  expect(await poll(deviceCode)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  expect(await refusals("authorization_pending")).toHaveLength(0);
});

test("a device that asks faster than every five seconds is told to slow down, and gets its tokens once its owner agreed", async () => {
  const { device_code: deviceCode, user_code: userCode } = await startDevice();
  const answers = [await poll(deviceCode), await poll(deviceCode), await poll(deviceCode), await poll(deviceCode)];
  const pending = { status: 400, body: { error: "authorization_pending" } };
  expect(answers).toMatchObject([pending, pending, pending, { status: 400, body: { error: "slow_down" } }]);
  const { device_code: other } = await startDevice();
  expect(await poll(other)).toMatchObject(pending);
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  await decide(browser, await typeCode(browser, userCode), "allow");
  expect(await poll(deviceCode)).toMatchObject({ status: 200 });
  expect(await refusals("slow_down")).toHaveLength(0);
});

test("a code that two browsers typed at once connects one device, and only the person who agreed first", async () => {
  const { device_code: deviceCode, user_code: userCode } = await startDevice();
  const people = [await newPerson(), await newPerson()];
  const browsers = await Promise.all(people.map(({ id }) => new FakeBrowser().signIn(id)));
  const pages: string[] = [];
  for (const browser of browsers) {
    pages.push(await typeCode(browser, userCode));
    // As it stood when the other one looked: the code was not in use yet.
    await reopenCode(deviceCode);
  }
  const agreed = [];
  for (const [index, browser] of browsers.entries()) {
    const page = await browser.follow(await browser.fetch(`${pages[index]}/login`));
    agreed.push({ browser, page });
  }
  await Promise.all(agreed.map(({ browser, page }) => browser.post(`${page}/decision`, { decision: "allow" })));
  expect(await db().device.count({ where: { userId: { in: people.map(({ id }) => id) } } })).toBe(1);
});

test("a device whose owner said no is told so", async () => {
  const { device_code: deviceCode, user_code: userCode } = await startDevice();
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  expect(await decide(browser, await typeCode(browser, userCode), "deny")).toContain("/connect/code?error=cancelled");
  expect(await poll(deviceCode)).toMatchObject({ status: 400, body: { error: "access_denied" } });
});

test("a code that does not exist leads back to the form with a word about it", async () => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  expect(await typeCode(browser, "BBBB-BBBB")).toContain("/connect/code?error=code_unknown");
});

test("a code that arrives after the provider's session has ended leads back to the form, with the code in it", async () => {
  const { user_code: userCode } = await startDevice();
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const form = { xsrf: "long gone", user_code: userCode, confirm: "yes" };
  const again = `/connect/code?user_code=${userCode}`;
  expect(await browser.follow(await browser.post("/oauth/device", form))).toBe(again);
  expect(await typeCode(browser, userCode)).toMatch(/^\/oauth\/interaction\//);
});
