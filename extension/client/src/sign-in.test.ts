import { expect, test } from "vitest";
import { free } from "../testing/fake-server";
import { pass, startWorld } from "../testing/world";

test("signing in from a page is done by the service worker, and every context knows", async () => {
  const world = await startWorld();
  const other = world.browser.open().gatehouse;
  const entitlements = await world.page.signIn();
  expect([entitlements.signedIn, entitlements.plan]).toEqual([true, "free"]);
  await world.browser.settle();
  expect((await other.getEntitlements()).signedIn).toBe(true);
});

test("without a service worker that listens the page signs in by itself", async () => {
  const world = await startWorld();
  world.closeWorker();
  expect((await world.page.signIn()).signedIn).toBe(true);
});

test("the authorization carries the device's key, the version, PKCE and the scopes", async () => {
  const world = await startWorld();
  let asked = new URLSearchParams();
  world.browser.signInWindow = (url) => {
    asked = new URL(url).searchParams;
    return world.server.authorize(url);
  };
  await world.page.signIn();
  expect(Object.fromEntries(asked)).toMatchObject({
    client_id: "extension",
    scope: "openid offline_access entitlements:read usage:write account:read",
    prompt: "consent",
    code_challenge_method: "S256",
    device_key: await world.browser.thumbprint(),
    client_version: "1.2.3",
  });
});

type Answer = (redirect: URL) => string;
test.each<[string, Answer, string]>([
  ["another state", (url) => url.href.replace(/state=[\w-]+/, "state=other"), "sign_in_mismatch"],
  ["no state", (url) => url.href.replace(/&state=[\w-]+/, ""), "sign_in_mismatch"],
  ["another issuer", (url) => url.href.replace(/iss=[^&]+/, "iss=https%3A%2F%2Felsewhere.example"), "sign_in_mismatch"],
  ["another extension's id", (url) => url.href.replace("abcdefgh", "bbbbbbbb"), "redirect_mismatch"],
  ["another path", (url) => url.href.replace(".org/", ".org/elsewhere"), "redirect_mismatch"],
  ["a code that was made up", (url) => url.href.replace(/code=[\w-]+/, "code=guess"), "sign_in_failed"],
  ["no code", (url) => url.href.replace(/code=[\w-]+&/, ""), "sign_in_failed"],
  [
    "a refusal",
    (url) => `${url.origin}/?error=access_denied&state=${url.searchParams.get("state")}`,
    "sign_in_refused",
  ],
  ["nothing", () => "", "sign_in_closed"],
])("a redirect with %s signs nobody in, says so, and the next try works", async (_title, change, code) => {
  const world = await startWorld();
  world.browser.signInWindow = async (url) => change(new URL(await world.server.authorize(url)));
  await expect(world.page.signIn()).rejects.toMatchObject({ name: "GatehouseError", code });
  expect((await world.page.getEntitlements()).signedIn).toBe(false);
  world.browser.signInWindow = world.server.authorize;
  expect((await world.page.signIn()).signedIn).toBe(true);
});

test("a closed window is told apart from a server that can't be reached", async () => {
  const world = await startWorld();
  world.browser.signInWindow = () => Promise.reject(new Error("The user did not approve access."));
  await expect(world.page.signIn()).rejects.toMatchObject({ code: "sign_in_closed" });
  world.browser.signInWindow = () => Promise.reject(new Error("Authorization page could not be loaded."));
  await expect(world.page.signIn()).rejects.toMatchObject({ code: "offline" });
});

test("two windows that sign in at once show one sign-in window", async () => {
  const world = await startWorld();
  let windows = 0;
  world.browser.signInWindow = (url) => {
    windows += 1;
    return world.server.authorize(url);
  };
  const other = world.browser.open().gatehouse;
  await Promise.all([world.page.signIn(), other.signIn()]);
  expect(windows).toBe(1);
});

test("signing in with a code resolves once they agreed, slowing down when asked to", async () => {
  const world = await startWorld();
  const { userCode, verificationUrl, done } = await world.page.signInWithCode();
  expect([userCode, verificationUrl]).toEqual(["BCDF-GHJK", `${world.server.origin}/oauth/device`]);
  await world.browser.settle();
  world.server.code.error = "slow_down";
  await pass(world, 5000);
  world.server.code.error = null;
  const polls = world.server.requests.length;
  await pass(world, 9000);
  expect(world.server.requests.length).toBe(polls);
  world.server.code.isAgreed = true;
  await pass(world, 1000);
  expect((await done).signedIn).toBe(true);
});

test.each<[string, { isAgreed: boolean | null; error: string | null }, string]>([
  ["is refused", { isAgreed: false, error: null }, "sign_in_refused"],
  ["has expired", { isAgreed: null, error: "expired_token" }, "code_expired"],
])("a code that %s says so", async (_title, code, expected) => {
  const world = await startWorld();
  world.closeWorker();
  const { done } = await world.page.signInWithCode();
  await world.browser.settle();
  world.server.code = code;
  await pass(world, 5000);
  await expect(done).rejects.toMatchObject({ code: expected });
});

test.each<[string, { isAgreed: boolean | null; error: string | null }, string]>([
  ["is refused", { isAgreed: false, error: null }, "sign_in_refused"],
  ["has expired", { isAgreed: null, error: "expired_token" }, "code_expired"],
])(
  "a code that %s while the service worker looks says so to the page that shows it",
  async (_title, code, expected) => {
    const world = await startWorld();
    const { done } = await world.page.signInWithCode();
    await world.browser.settle();
    world.server.code = code;
    await world.browser.ring();
    await pass(world, 5000);
    await expect(done).rejects.toMatchObject({ code: expected });
  },
);

test("a code outlives the popup that showed it: the service worker goes on, and a new popup shows the same", async () => {
  const world = await startWorld();
  const popup = world.browser.open();
  const { userCode } = await popup.gatehouse.signInWithCode();
  popup.close();
  expect((await world.browser.open().gatehouse.signInWithCode()).userCode).toBe(userCode);
  world.server.code.isAgreed = true;
  await world.browser.ring();
  expect((await world.worker.getEntitlements()).signedIn).toBe(true);
});

test("signing out forgets everything of the account and gives the token back; offline it forgets all the same", async () => {
  const world = await startWorld();
  world.server.plan = free;
  await world.page.signIn();
  await world.page.signOut();
  expect(world.server.devices.map((device) => device.isRevoked)).toEqual([true]);
  await world.page.signIn();
  world.server.disturb = () => new TypeError("Failed to fetch");
  await world.page.signOut();
  expect(world.browser.held).toMatchObject({ refreshToken: null, lease: null, email: null, account: null });
  expect((await world.page.getFeature("premium")).reason).toBe("signed_out");
});

test.each(["gatehouse.example.com", "http://gatehouse.example.com", "javascript:alert(1)"])(
  "a server like %s is refused when the extension starts",
  async (server) => {
    const world = await startWorld();
    expect(() => Object.assign(world.browser, { server }).open()).toThrow(
      expect.objectContaining({ code: "misconfigured" }),
    );
  },
);
