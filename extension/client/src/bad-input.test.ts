import { CompactSign, decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { free, makeKey, pro } from "../testing/fake-server";
import { day, hour, minute, pass, signedIn, startWorld, type World } from "../testing/world";

const offline = () => new TypeError("Failed to fetch");

/** What a popup that is opened now says about the feature, and why. */
async function reasonOf(world: World): Promise<[active: boolean, reason: string]> {
  const popup = world.browser.open();
  const { active, reason } = await popup.gatehouse.getFeature("premium");
  await world.browser.settle();
  popup.close();
  return [active, reason];
}

/** A lease put into storage by hand, with the server out of reach, so that nothing mends it. */
async function plant(world: World, lease: string): Promise<void> {
  world.server.disturb = offline;
  world.browser.edit((record) => ({ ...record, lease }));
  await world.browser.settle();
}

async function recovers(world: World): Promise<void> {
  world.server.disturb = () => null;
  await pass(world, 2 * hour);
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
}

function flipBit(text: string, at: number): string {
  const bytes = Buffer.from(text, "base64url");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64url");
}

test.each([0, 1, 2])(
  "a lease with one bit changed in part %i counts for nothing, and the next contact mends it",
  async (part) => {
    const world = await signedIn();
    const parts = String(world.browser.held.lease).split(".");
    await plant(world, parts.map((text, index) => (index === part ? flipBit(text, 5) : text)).join("."));
    expect(await reasonOf(world)).toEqual([false, "lease_tampered"]);
    await recovers(world);
  },
);

type Planted = [title: string, changes: Record<string, unknown>, reason: string];

test.each<Planted>([
  ["of another device's key", { cnf: { jkt: "another-thumbprint" } }, "lease_of_another_device"],
  ["of another device", { device: "dev_other" }, "lease_of_another_device"],
  ["of another account", { sub: "acc_other" }, "lease_of_another_account"],
  ["of another server", { iss: "https://elsewhere.example.com" }, "lease_tampered"],
  ["for somebody else", { aud: "website" }, "lease_tampered"],
  ["past its hard stop", { hard_stop: 1_700_000_000 }, "lease_expired"],
  ["without a hard stop", { hard_stop: undefined }, "lease_tampered"],
  ["with a hard stop that is no number", { hard_stop: "9999999999" }, "lease_tampered"],
  ["without a device key", { cnf: {} }, "lease_tampered"],
])("a lease %s counts for nothing, although its signature is good", async (_title, changes, reason) => {
  const world = await signedIn();
  const [device] = world.server.devices;
  if (!device) throw new Error("No device.");
  await plant(world, await world.server.signLease(device, changes));
  expect(await reasonOf(world)).toEqual([false, reason]);
  await recovers(world);
});

/** The same text, signed again with a critical header that the client does not know (RFC 7515 section 4.1.11). */
function withCritical(text: string, key: CryptoKey): Promise<string> {
  return new CompactSign(Buffer.from(text.split(".")[1] ?? "", "base64url"))
    .setProtectedHeader({
      ...decodeProtectedHeader(text),
      alg: "ES256",
      crit: ["only-on-weekdays"],
      "only-on-weekdays": true,
    })
    .sign(key, { crit: { "only-on-weekdays": true } });
}

test("a lease or a key set with an unknown critical header is rejected", async () => {
  const world = await signedIn();
  const { lease, keys } = world.browser.held;
  const [key] = world.server.keys;
  if (!key) throw new Error("No key.");
  await plant(world, await withCritical(String(lease), key.privateKey));
  expect(await reasonOf(world)).toEqual([false, "lease_tampered"]);
  const demanding = await withCritical(String(keys), world.server.root.privateKey);
  world.browser.edit((record) => ({ ...record, lease, keys: demanding }));
  expect(await reasonOf(world)).toEqual([false, "lease_tampered"]);
  await recovers(world);
});

test("a lease is locked from the second of its hard stop on, and not before", async () => {
  const world = await signedIn();
  world.server.disturb = offline;
  await pass(world, 7 * day - 1000);
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
  await pass(world, 1000);
  expect(await reasonOf(world)).toEqual([false, "lease_expired"]);
  await recovers(world);
});

test("a feature that ends during the lease is locked when it ends, with its reason", async () => {
  const world = await startWorld();
  world.server.plan = { ...pro, status: "canceling", until: Math.floor(world.server.now / 1000) + 3 * 3600 };
  await world.page.signIn();
  const [device] = world.server.devices;
  if (!device) throw new Error("No device.");
  const stop = Math.floor(world.server.now / 1000) + 7 * 24 * 3600;
  await plant(world, await world.server.signLease(device, { hard_stop: stop }));
  expect(await reasonOf(world)).toEqual([true, "cancels_at_period_end"]);
  await pass(world, 3 * hour);
  expect(await reasonOf(world)).toEqual([false, "subscription_ended"]);
});

test("a withdrawn key stops counting with the next contact, also when no good lease comes with it", async () => {
  const world = await signedIn();
  await world.server.rotate({ isWithdrawn: true });
  const keys = await world.server.signKeys();
  world.server.disturb = (path) =>
    path.startsWith("/api/v1/entitlements") ? Response.json({ lease: { token: "garbage", keys } }) : null;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  world.server.disturb = offline;
  expect(await reasonOf(world)).toEqual([false, "key_withdrawn"]);
  await recovers(world);
});

test("a lease whose keys an unknown root has signed counts for nothing", async () => {
  const world = await signedIn();
  const keys = await world.server.signKeys({}, await makeKey("root-of-a-stranger"));
  world.server.disturb = offline;
  world.browser.edit((record) => ({ ...record, keys }));
  expect(await reasonOf(world)).toEqual([false, "key_unknown"]);
  await recovers(world);
});

test("a stranger's key under the name of our root counts for nothing", async () => {
  const world = await signedIn();
  const keys = await world.server.signKeys({}, await makeKey(world.server.root.kid));
  world.server.disturb = offline;
  world.browser.edit((record) => ({ ...record, keys }));
  expect(await reasonOf(world)).toEqual([false, "lease_tampered"]);
});

test("an older key set is never taken back, neither from storage nor from an answer", async () => {
  const world = await signedIn();
  const old = { lease: world.browser.held.lease, keys: world.browser.held.keys };
  await world.server.rotate({ isWithdrawn: true });
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  const held = { ...world.browser.held };
  world.server.disturb = (path) =>
    path.startsWith("/api/v1/entitlements") ? Response.json({ lease: { token: old.lease, keys: old.keys } }) : null;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  expect(world.browser.held).toMatchObject({ lease: held.lease, keys: held.keys, keySetVersion: 2 });
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
  world.server.disturb = offline;
  world.browser.edit((record) => ({ ...record, ...old }));
  expect(await reasonOf(world)).toEqual([false, "key_withdrawn"]);
  await recovers(world);
});

test("a clock that was set back locks, and works again when it is right", async () => {
  const world = await signedIn();
  world.server.disturb = offline;
  await pass(world, 2 * day);
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
  world.browser.now -= day;
  expect(await reasonOf(world)).toEqual([false, "clock_set_back"]);
  world.browser.now += day;
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
});

test("a clock that was set back is forgiven when a fresh lease tells the time, which gives no longer life", async () => {
  const world = await signedIn();
  await pass(world, hour);
  await reasonOf(world);
  world.browser.now -= 100 * day;
  world.server.requests = [];
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
  expect(world.server.requests).toContain("GET /api/v1/entitlements?fresh=1");
  world.server.disturb = offline;
  await pass(world, 7 * day);
  expect(await reasonOf(world)).toEqual([false, "lease_expired"]);
});

test("an answer that is played back proves no time", async () => {
  const world = await signedIn();
  const { lease, keys } = world.browser.held;
  await pass(world, hour);
  await reasonOf(world);
  world.browser.now -= 30 * minute;
  world.server.disturb = (path) =>
    path.startsWith("/api/v1/entitlements") ? Response.json({ lease: { token: lease, keys } }) : null;
  expect(await reasonOf(world)).toEqual([false, "clock_set_back"]);
});

test("a clock that runs a few minutes late is nothing to speak of", async () => {
  const world = await signedIn();
  world.browser.now -= 4 * minute;
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
});

test.each<[string, (record: Record<string, unknown>) => unknown]>([
  ["a text", () => "premium"],
  ["a list", () => [true]],
  ["null", () => null],
  ["nothing", () => undefined],
  [
    "fields of the wrong kind",
    (record) => Object.fromEntries(Object.keys(record).map((key) => [key, { premium: true }])),
  ],
  ["numbers", (record) => Object.fromEntries(Object.keys(record).map((key) => [key, 9e15]))],
])("storage that holds %s unlocks nothing, and a sign-in mends it", async (_title, edit) => {
  const world = await signedIn();
  world.server.disturb = offline;
  world.browser.edit(edit);
  expect(await reasonOf(world)).toEqual([false, "signed_out"]);
  world.server.disturb = () => null;
  await world.browser.open().gatehouse.signIn();
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
});

test.each<[string, Record<string, unknown>]>([
  ["the lease", { lease: 7 }],
  ["the keys", { keys: [] }],
  ["the key set's version", { keySetVersion: 10 ** 9 }],
  ["the latest known time", { latestMs: 9e15 }],
  ["the tokens", { accessToken: "garbage", accessExpiresAt: 9e15 }],
  ["the account", { account: "acc_other" }],
  ["the device", { device: null }],
  ["the wait", { failures: 9e15, nextTryAt: 9e15 }],
  ["the ETag", { lease: "x.y.z", etag: '"edited"' }],
])("%s edited by hand is mended by the next contact", async (_title, changes) => {
  const world = await signedIn();
  world.browser.edit((record) => ({ ...record, ...changes }));
  await pass(world, 2 * hour);
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
});

test("a skew edited to prolong a lease does not", async () => {
  const world = await signedIn();
  world.server.disturb = offline;
  world.browser.edit((record) => ({ ...record, skewMs: -365 * day }));
  await pass(world, 8 * day);
  expect(await reasonOf(world)).toEqual([false, "lease_expired"]);
});

const answers: [string, () => Response | Error][] = [
  ["500", () => Response.json({ code: "internal" }, { status: 500 })],
  ["nothing", offline],
  ["garbage", () => new Response("<html>Sign in to the hotel's network</html>")],
  ["a 401 that is not ours", () => new Response("who are you?", { status: 401 })],
  ["JSON of another kind", () => Response.json([1, 2, 3])],
  ["no lease", () => Response.json({ object: "entitlements", lease: null })],
  ["a lease of garbage", () => Response.json({ lease: { token: "a.b.c", keys: "d.e.f" } })],
];

test.each(answers)(
  "a server that answers %s leaves the held lease as it is, and is not asked in a loop",
  async (_title, answer) => {
    const world = await signedIn();
    const { lease } = world.browser.held;
    world.server.disturb = answer;
    world.server.requests = [];
    for (let hours = 0; hours < 48; hours += 1) {
      await pass(world, hour);
      expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
    }
    expect(world.browser.held.lease).toBe(lease);
    expect(world.server.requests.length).toBeGreaterThan(3);
    expect(world.server.requests.length).toBeLessThan(150);
    expect((await world.page.getEntitlements()).problem?.code).toMatch(/^(offline|server_error)$/);
    await recovers(world);
    expect((await world.page.getEntitlements()).problem).toBeNull();
  },
);

test("an older lease than the one held is not taken", async () => {
  const world = await signedIn();
  const old = { token: world.browser.held.lease, keys: world.browser.held.keys };
  world.server.plan = free;
  await pass(world, hour);
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  expect(await reasonOf(world)).toEqual([false, "no_subscription"]);
  world.server.disturb = (path) => (path.startsWith("/api/v1/entitlements") ? Response.json({ lease: old }) : null);
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  expect(await reasonOf(world)).toEqual([false, "no_subscription"]);
});

test("a lease for another device or account is not taken from an answer", async () => {
  const world = await signedIn();
  const { lease } = world.browser.held;
  const [device] = world.server.devices;
  if (!device) throw new Error("No device.");
  const [token, keys] = await Promise.all([
    world.server.signLease({ ...device, account: "acc_two" }),
    world.server.signKeys(),
  ]);
  world.server.disturb = (path) =>
    path.startsWith("/api/v1/entitlements") ? Response.json({ lease: { token, keys } }) : null;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  expect(world.browser.held.lease).toBe(lease);
});

test("a revoked device forgets tokens and lease and says so, until somebody signs in again", async () => {
  const world = await signedIn();
  for (const device of world.server.devices) device.isRevoked = true;
  await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
  expect(await reasonOf(world)).toEqual([false, "device_revoked"]);
  expect(world.browser.held).toMatchObject({ lease: null, refreshToken: null, accessToken: null });
  const { signedIn: isSignedIn, problem } = await world.page.getEntitlements();
  expect([isSignedIn, problem?.code]).toEqual([false, "device_revoked"]);
  world.server.requests = [];
  await pass(world, 3 * day);
  expect(world.server.requests).toEqual([]);
  await world.page.signIn();
  expect(await reasonOf(world)).toEqual([true, "active_subscription"]);
});

test("a refresh token that was used twice signs out, with the reason", async () => {
  const world = await signedIn();
  for (const device of world.server.devices) device.refreshToken = "a successor";
  await pass(world, 25 * hour);
  expect(await reasonOf(world)).toEqual([false, "signed_out"]);
  expect((await world.page.getEntitlements()).problem?.code).toBe("connection_ended");
});

test("a lease stays with the key it was made for: copied to another computer it is worth nothing", async () => {
  const [mine, theirs] = [await signedIn(), await startWorld()];
  const { page } = theirs;
  theirs.server.disturb = offline;
  theirs.browser.edit(() => mine.browser.held);
  expect(await page.isActive("premium")).toBe(false);
});

test("however often the extension asks, a server that fails is left alone for a while", async () => {
  const world = await signedIn();
  world.server.disturb = () => new Response("", { status: 503, headers: { "retry-after": "120" } });
  await pass(world, 8 * day);
  world.server.requests = [];
  for (let seconds = 0; seconds < 600; seconds += 5) {
    await pass(world, 5000);
    expect(await reasonOf(world)).toEqual([false, "lease_expired"]);
  }
  expect(world.server.requests.length).toBeLessThan(7);
});
