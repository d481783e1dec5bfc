import { expect, test } from "vitest";
import { free, pro } from "../testing/fake-server";
import { day, pass, signedIn, startWorld, type World } from "../testing/world";

type Request = { code_challenge: string; device_key: string; client_version: string };

/** What the page after a checkout does: reports the change, and hands over a code if the extension asked for one. */
async function returnFromCheckout({ browser, server }: World) {
  const tell = (message: object) => browser.hear(message, server.origin) as Promise<{ ok: boolean; sign_in?: Request }>;
  const answer = await tell({ type: "gatehouse:changed" });
  if (!answer.sign_in) return { answer, code: null };
  const code = server.issueCode(answer.sign_in);
  return { answer: await tell({ type: "gatehouse:code", code }), code, request: answer.sign_in };
}

test("a signed-out user who is sent to the pricing page and pays there is signed in and unlocked", async () => {
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

test("a worker that was restarted during the payment still knows that it sent the user", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  world.restart();
  world.server.plan = pro;
  expect((await returnFromCheckout(world)).answer).toEqual({ ok: true });
});

test("a user who was not sent from this extension is not signed in, whichever message a page sends", async () => {
  const world = await startWorld();
  expect(await returnFromCheckout(world)).toEqual({ answer: { ok: false }, code: null });
  const code = world.server.issueCode({ device_key: "of-an-attacker", code_challenge: "of-an-attacker" });
  expect(await world.browser.hear({ type: "gatehouse:code", code }, world.server.origin)).toEqual({ ok: false });
  expect(world.browser.held.refreshToken).toBeNull();
  expect(world.server.requests).toEqual([]);
});

test("a code for another challenge does not sign in, and the right one still does", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  const code = world.server.issueCode({ device_key: "of-an-attacker", code_challenge: "of-an-attacker" });
  await world.browser.hear({ type: "gatehouse:code", code }, world.server.origin);
  expect(world.browser.held.refreshToken).toBeNull();
  world.server.plan = pro;
  expect((await returnFromCheckout(world)).answer).toEqual({ ok: true });
});

test("a code is accepted only from our own pages", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  const elsewhere = "https://elsewhere.example.com";
  expect(await world.browser.hear({ type: "gatehouse:changed" }, elsewhere)).toBeUndefined();
  expect(await world.browser.hear({ type: "gatehouse:code", code: "any" }, elsewhere)).toBeUndefined();
});

test("a purchase leaves a signed-in extension as it is, also one that has signed in since", async () => {
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

test("a user who signs out, or pays a day later, is not signed in by the payment", async () => {
  const world = await startWorld();
  await world.page.openPricing();
  await world.page.signOut();
  expect((await returnFromCheckout(world)).code).toBeNull();
  await world.page.openPricing();
  await pass(world, day);
  expect((await returnFromCheckout(world)).code).toBeNull();
});

test("opening the prices twice keeps the verifier, and two return pages at once make one device", async () => {
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
