import { expect, test } from "vitest";
import type { User } from "../src/types";
import { free, pro } from "../testing/fake-server";
import { day, hour, pass, signedIn } from "../testing/world";

const offline = () => new TypeError("Failed to fetch");

test("a page of the server's origin makes the extension ask at once, and every open page knows", async () => {
  const world = await signedIn(free);
  const seen: (boolean | undefined)[] = [];
  world.page.onChange((entitlements) => seen.push(entitlements.features.premium?.active));
  await world.browser.settle();
  world.server.plan = pro;
  expect(await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin)).toEqual({ ok: true });
  await world.browser.settle();
  expect(seen).toEqual([true]);
});

test("a page hears that something is unlocked only when it is", async () => {
  const world = await signedIn(free);
  const told = () => world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  expect(await told()).toEqual({ ok: false });
  world.server.plan = pro;
  world.server.disturb = offline;
  expect(await told()).toEqual({ ok: false });
  world.server.disturb = () => null;
  expect(await told()).toEqual({ ok: true });
  await world.page.signOut();
  expect(await told()).toEqual({ ok: false });
});

test("nobody else's page is listened to, and no other message", async () => {
  const world = await signedIn(free);
  world.server.requests = [];
  expect(await world.browser.hear({ type: "gatehouse:changed" }, "https://elsewhere.example.com")).toBeUndefined();
  expect(await world.browser.hear({ type: "gatehouse:sign-in" }, world.server.origin)).toBeUndefined();
  expect(world.server.requests).toEqual([]);
});

test("an open page that sent somebody to pay looks every second, then every five, and stops after ten minutes", async () => {
  const world = await signedIn(free);
  world.closeWorker();
  await world.page.openPricing();
  await world.browser.settle();
  expect(world.browser.tabs).toEqual([`${world.server.origin}/pricing`]);
  world.server.requests = [];
  await pass(world, 60_000);
  expect(world.server.requests.length).toBeGreaterThanOrEqual(58);
  await pass(world, hour);
  expect(world.server.requests.length).toBeLessThan(60 + 9 * 12 + 10);
  expect(await world.page.isActive("premium")).toBe(false);
});

test("onPaid fires once for a payment, and for somebody who has paid and signs in", async () => {
  const world = await signedIn(free);
  const plans: (string | null)[] = [];
  world.worker.onPaid.addListener((user) => plans.push(user.plan));
  world.server.plan = pro;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  await pass(world, 3 * day);
  expect(plans).toEqual(["pro"]);
  await world.page.signOut();
  await world.page.signIn();
  await world.browser.settle();
  expect(plans).toEqual(["pro", "pro"]);
});

test("the user is ExtPay's: paid, since when, until when, and who", async () => {
  const world = await signedIn();
  const user = await world.page.getUser();
  expect(user).toMatchObject({
    paid: true,
    email: "ada.active@example.com",
    subscriptionStatus: "active",
    plan: "pro",
  });
  expect([user.paidAt, user.trialStartedAt, user.subscriptionCancelAt]).toEqual([
    new Date("2026-03-01T09:30:00Z"),
    null,
    null,
  ]);
  const until = Math.floor(world.server.now / 1000) + 24 * 3600;
  world.server.plan = { ...pro, status: "canceling", until };
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  world.server.disturb = offline;
  expect(await world.page.getUser()).toMatchObject({ paid: true, subscriptionCancelAt: new Date(until * 1000) });
});

test("`onPaid` gets the user with their address and the server's time of payment", async () => {
  const world = await signedIn(free);
  const users: User[] = [];
  world.worker.onPaid.addListener((user) => users.push(user));
  world.server.paidAt = null;
  expect((await world.page.getUser()).paidAt).toBeNull();
  world.server.plan = pro;
  world.server.paidAt = new Date(world.server.now - hour).toISOString();
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  await world.browser.settle();
  const paidAt = new Date(world.server.now - hour);
  expect(users).toMatchObject([{ paid: true, email: "ada.active@example.com", paidAt }]);
  expect((await world.page.getUser()).paidAt).toEqual(paidAt);
});

test("an address that was changed on the site is shown within a day, and until then the one that is known", async () => {
  const world = await signedIn();
  const shown = async () => {
    const { email } = await world.page.getUser();
    await world.browser.settle();
    return email;
  };
  expect(await shown()).toBe("ada.active@example.com");
  world.server.email = "ada@new.example.com";
  await pass(world, day - hour);
  expect(await shown()).toBe("ada.active@example.com");
  await pass(world, hour);
  world.server.disturb = offline;
  expect([await shown(), await shown()]).toEqual(["ada.active@example.com", "ada.active@example.com"]);
  world.server.disturb = () => null;
  await shown();
  expect(await shown()).toBe("ada@new.example.com");
});

test("use is counted once, offline against the last figure, and sent when the server is back", async () => {
  const world = await signedIn();
  expect(await world.page.reportUsage("storage", 20)).toMatchObject({ used: 20, remaining: 30, queued: false });
  world.server.disturb = offline;
  expect(await world.page.reportUsage("storage", 25)).toMatchObject({ used: 45, remaining: 5, queued: true });
  await expect(world.page.reportUsage("storage", 6)).rejects.toMatchObject({ code: "limit_reached" });
  expect((await world.page.getFeature("storage")).used).toBe(45);
  world.server.disturb = () => null;
  await world.browser.ring();
  await world.browser.ring();
  expect([world.server.used, [...world.server.reports.values()]]).toEqual([45, [20, 25]]);
});

test("an answer that got lost does not count twice", async () => {
  const world = await signedIn();
  world.server.disturb = (path, init) => {
    if (path !== "/api/v1/usage") return null;
    world.server.disturb = () => null;
    void world.server.network(`${world.server.origin}${path}`, init);
    return new TypeError("Failed to fetch");
  };
  await world.page.reportUsage("storage", 7);
  await world.browser.ring();
  expect([world.server.used, (await world.page.getFeature("storage")).used]).toEqual([7, 7]);
});

test("the first use of a premium feature is told once, and that of a locked one never", async () => {
  const world = await signedIn();
  await world.page.markUsed("premium");
  await world.page.markUsed("premium");
  await world.page.markUsed("teleport");
  expect(world.server.requests.filter((request) => request.includes("onboarding"))).toEqual([
    "POST /api/v1/onboarding",
  ]);
});

test("what a page says is acted upon also after the clock ran ahead for a while", async () => {
  const world = await signedIn(free);
  world.browser.now += 2 * day;
  await world.page.getEntitlements();
  await world.browser.settle();
  world.browser.now -= 2 * day;
  world.server.plan = pro;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  expect(world.browser.held.lease).toBe(world.server.sent.at(-1)?.token);
  expect(await world.page.isActive("premium")).toBe(true);
});
