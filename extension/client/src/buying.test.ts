import { expect, test } from "vitest";
import { free, pro } from "../testing/fake-server";
import { day, pass, signedIn, startWorld, type World } from "../testing/world";

type Request = { code_challenge: string; device_key: string; client_version: string };

/** What the page after a checkout does: tells of the news, and hands over a code where it was asked for one. */
async function returnFromCheckout({ browser, server }: World) {
  const tell = (message: object) => browser.hear(message, server.origin) as Promise<{ ok: boolean; sign_in?: Request }>;
  const answer = await tell({ type: "gatehouse:changed" });
  if (!answer.sign_in) return { answer, code: null };
  const code = server.issueCode(answer.sign_in);
  return { answer: await tell({ type: "gatehouse:code", code }), code, request: answer.sign_in };
}

test("whoever is sent to the prices while signed out and pays there is signed in and unlocked", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  expect(world.browser.tabs).toEqual([`${world.server.origin}/pricing`]);
  world.server.plan = pro;
  const { answer, request } = await returnFromCheckout(world);
  expect(request).toMatchObject({ device_key: await world.browser.thumbprint(), client_version: "1.2.3" });
  expect(answer).toEqual({ ok: true });
  await world.browser.settle();
  expect(await world.page.isActive("premium")).toBe(true);
});

test("the verifier never leaves the extension, and is gone once it was used", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  const { buyVerifier } = world.browser.held;
  world.server.plan = pro;
  const { request } = await returnFromCheckout(world);
  expect(buyVerifier).toMatch(/^[\w-]{43}$/);
  expect([...world.browser.tabs, JSON.stringify(request)].join()).not.toContain(buyVerifier);
  expect(world.browser.held.buyVerifier).toBeNull();
});

test("a worker that slept while somebody paid knows that it sent them", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  world.restart();
  world.server.plan = pro;
  expect((await returnFromCheckout(world)).answer).toEqual({ ok: true });
});

test("nobody who was not sent from here is signed in, however a page asks", async () => {
  const world = await startWorld();
  expect(await returnFromCheckout(world)).toEqual({ answer: { ok: false }, code: null });
  const code = world.server.issueCode({ device_key: "of-an-attacker", code_challenge: "of-an-attacker" });
  expect(await world.browser.hear({ type: "gatehouse:code", code }, world.server.origin)).toEqual({ ok: false });
  expect(world.browser.held.refreshToken).toBeNull();
  expect(world.server.requests).toEqual([]);
});

test("a code for another challenge signs nobody in, and the right one still does", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  const code = world.server.issueCode({ device_key: "of-an-attacker", code_challenge: "of-an-attacker" });
  await world.browser.hear({ type: "gatehouse:code", code }, world.server.origin);
  expect(world.browser.held.refreshToken).toBeNull();
  world.server.plan = pro;
  expect((await returnFromCheckout(world)).answer).toEqual({ ok: true });
});

test("a code counts from our own pages alone", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  const elsewhere = "https://elsewhere.example.com";
  expect(await world.browser.hear({ type: "gatehouse:changed" }, elsewhere)).toBeUndefined();
  expect(await world.browser.hear({ type: "gatehouse:code", code: "any" }, elsewhere)).toBeUndefined();
});

test("a purchase changes nobody who is signed in, also one who has signed in since", async () => {
  const world = await signedIn(free);
  const { account } = world.browser.held;
  await world.page.openPricing();
  expect(await returnFromCheckout(world)).toEqual({ answer: { ok: false }, code: null });
  await world.page.signOut();
  await world.page.openPricing();
  await world.page.signIn();
  expect(await returnFromCheckout(world)).toEqual({ answer: { ok: false }, code: null });
  expect(world.browser.held.account).toBe(account);
});

test("whoever signs out, or pays more than a day later, is not signed in by it", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  await world.page.signOut();
  expect((await returnFromCheckout(world)).code).toBeNull();
  await world.page.openPricing();
  await pass(world, day);
  expect((await returnFromCheckout(world)).code).toBeNull();
});

test("a second look at the prices keeps the verifier of the first, and two pages that return at once make one device", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  const { buyVerifier } = world.browser.held;
  await world.page.openPricing();
  expect(world.browser.held.buyVerifier).toBe(buyVerifier);
  world.server.plan = pro;
  const both = await Promise.all([returnFromCheckout(world), returnFromCheckout(world)]);
  expect(both.map(({ answer }) => answer)).toEqual([{ ok: true }, { ok: true }]);
  expect(world.server.devices).toHaveLength(1);
});
