import { expect, test } from "vitest";
import { free, pro } from "../testing/fake-server";
import { signedIn, startWorld, type World } from "../testing/world";

/** The same extension in a page of another site, where everything but messages fails. */
const openContentScript = ({ browser }: World) => browser.open({ isContentScript: true }).gatehouse;

test("a content script gives the answers of the service worker, dates and all", async () => {
  const until = Math.floor(Date.UTC(2026, 11, 1) / 1000);
  const world = await signedIn({ ...pro, status: "canceling", until });
  const script = openContentScript(world);
  expect(await script.isActive("premium")).toBe(true);
  expect(await script.isActive("storage")).toBe(true);
  expect(await script.getFeature("premium")).toEqual(await world.worker.getFeature("premium"));
  expect((await script.getFeature("premium")).until).toEqual(new Date(until * 1000));
  expect(await script.getFeature("teleport")).toMatchObject({ active: false, reason: "unknown_feature" });
  expect(await script.getEntitlements()).toEqual(await world.worker.getEntitlements());
  expect(await script.getUser()).toEqual(await world.worker.getUser());
  expect((await script.getUser()).paid).toBe(true);
});

test("calls of a content script run in the worker, which keeps the stored state", async () => {
  const world = await startWorld();
  const script = openContentScript(world);
  await script.openPricing();
  await script.openPortal();
  expect(world.browser.tabs).toEqual([`${world.server.origin}/pricing`, `${world.server.origin}/account`]);
  world.server.plan = pro;
  expect((await script.signIn()).plan).toBe("pro");
  expect(await script.reportUsage("storage", 7)).toMatchObject({ used: 7, remaining: 43, queued: false });
  await script.markUsed("premium");
  expect(world.server.requests).toContain("POST /api/v1/onboarding");
  expect(await world.page.getEntitlements()).toMatchObject({ plan: "pro", problem: null });
  await script.signOut();
  expect((await world.page.getEntitlements()).signedIn).toBe(false);
});

test("what the worker throws is thrown in the content script, with its code", async () => {
  const world = await startWorld();
  const script = openContentScript(world);
  await expect(script.reportUsage("storage", 1)).rejects.toMatchObject({ name: "GatehouseError", code: "signed_out" });
  world.browser.signInWindow = () => Promise.reject(new Error("The user did not approve access."));
  await expect(script.signIn()).rejects.toMatchObject({ code: "sign_in_closed" });
  expect(() => script.listen()).toThrow(expect.objectContaining({ code: "misconfigured" }));
});

test("a content script is told of a change and of a payment, once each", async () => {
  const world = await signedIn(free);
  const script = openContentScript(world);
  const [plans, users]: [(string | null)[], (string | null)[]] = [[], []];
  const stop = script.onChange(({ plan }) => plans.push(plan));
  script.onPaid.addListener(({ email }) => users.push(email));
  await world.browser.settle();
  world.server.plan = pro;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  await world.browser.settle();
  expect([plans, users]).toEqual([["pro"], ["ada.active@example.com"]]);
  stop();
  world.server.plan = free;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  await world.browser.settle();
  expect(plans).toEqual(["pro"]);
});

test("a sign-in by code from a content script resolves when the user has agreed", async () => {
  const world = await startWorld();
  const { userCode, expiresAt, done } = await openContentScript(world).signInWithCode();
  expect([userCode, expiresAt]).toEqual(["BCDF-GHJK", expect.any(Date)]);
  world.server.code.isAgreed = true;
  await world.browser.settle();
  await world.browser.pass(5000);
  expect((await done).signedIn).toBe(true);
});

test("without a listening worker everything is locked, and calls that may fail throw `misconfigured`", async () => {
  const world = await signedIn();
  world.closeWorker();
  const script = openContentScript(world);
  expect(await script.getEntitlements()).toMatchObject({
    signedIn: false,
    plan: null,
    problem: { code: "misconfigured" },
  });
  expect([await script.isActive("premium"), (await script.getFeature("premium")).active]).toEqual([false, false]);
  await script.signOut();
  await script.markUsed("premium");
  await expect(script.openPricing()).rejects.toMatchObject({ code: "misconfigured" });
});
