import { expect, test } from "vitest";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { randomToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { authorizeUrl, decide, exchange, newPerson, redirectUri, refusals } from "@/tests/oauth-dance";

const deviceKey = "oQkoPpt7KJxp9CeuWURgME77RrrPgStsn7W96ZRTFyI";

async function connect(params: Record<string, string>) {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const verifier = randomToken();
  const page = await browser.follow(await browser.fetch(authorizeUrl(verifier, params)));
  const back = new URL(await decide(browser, page, "allow"));
  const { body } = await exchange(back.searchParams.get("code") ?? "", verifier);
  const { deviceId } = await verifyAccessToken(body.access_token);
  return db().device.findUniqueOrThrow({ where: { id: deviceId } });
}

test("a device keeps the key and the version that it came with", async () => {
  expect(await connect({ device_key: deviceKey, client_version: "1.4.0" })).toMatchObject({
    deviceKey,
    clientVersion: "1.4.0",
  });
  expect(await connect({})).toMatchObject({ deviceKey: null, clientVersion: null });
});

const malformed: [string, Record<string, string>][] = [
  ["too short a key", { device_key: deviceKey.slice(1) }],
  ["too long a key", { device_key: `${deviceKey}A` }],
  ["a key in another alphabet", { device_key: deviceKey.replace("o", "+") }],
  ["a key with bits left over", { device_key: `${deviceKey.slice(0, -1)}J` }],
  ["a version of many words", { client_version: "x".repeat(33) }],
  ["a version with a line break", { client_version: "1.0\n2.0" }],
  ["a version that is not printable", { client_version: "1.0\u0007" }],
];

test.each(malformed)("%s is refused before anybody is asked, and says which field is wrong", async (_what, params) => {
  const [field = ""] = Object.keys(params);
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const back = new URL(await browser.follow(await browser.fetch(authorizeUrl(randomToken(), params))));
  expect(back.origin + back.pathname).toBe(redirectUri);
  expect(back.searchParams.get("error")).toBe("invalid_request");
  expect(back.searchParams.get("error_description")).toContain(`${field} must be`);
  expect((await refusals("invalid_request")).at(-1)?.detail).toContain("must be");

  const form = { client_id: "extension", scope: "entitlements:read", ...params };
  const response = await new FakeBrowser().post("/oauth/device/auth", form);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: "invalid_request",
    error_description: expect.stringContaining(`${field} must be`),
  });
});

test("a key that is sent twice is refused: it would not be clear whose the leases are", async () => {
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  const url = `${authorizeUrl(randomToken(), { device_key: deviceKey })}&device_key=${deviceKey}`;
  const back = new URL(await browser.follow(await browser.fetch(url)));
  expect(back.searchParams.get("error")).toBe("invalid_request");
});

test("a device that connects by a code keeps its key too", async () => {
  const form = { client_id: "extension", scope: "entitlements:read", device_key: deviceKey, client_version: "2.0" };
  const started = await (await new FakeBrowser().post("/oauth/device/auth", form)).json();
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  await browser.follow(await browser.fetch(`/oauth/device?user_code=${started.user_code}`));
  const xsrf = /gatehouse\.connect=([^;]+)/.exec(browser.cookieHeader("/connect/code"))?.[1] ?? "";
  const confirmation = { xsrf, user_code: started.user_code, confirm: "yes" };
  await decide(browser, await browser.follow(await browser.post("/oauth/device", confirmation)), "allow");
  expect(await db().device.findFirstOrThrow({ where: { userId: person.id } })).toMatchObject({
    deviceKey,
    clientVersion: "2.0",
  });
});
