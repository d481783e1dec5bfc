import fc from "fast-check";
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from "jose";
import { expect, test } from "vitest";
import { free, pro, type Sent } from "../testing/fake-server";
import { day, hour, minute, pass, signedIn, stayOpen, type World } from "../testing/world";

/*
 * Random lives of an extension. What is right is worked out here from the leases that the server handed over and from the
 * two clocks, with jose and docs/decisions/0030, and with nothing of the client. After every step the client must say the
 * same: never unlocked without a lease that says so, never locked while one does.
 */
type Step =
  | { kind: "pass"; minutes: number }
  | { kind: "move clock"; minutes: number }
  | { kind: "clock right" | "offline" | "broken" | "replay" | "online" | "pay" | "cancel" | "end" | "revoke" }
  | { kind: "rotate" | "withdraw" | "restart" | "changed" | "sign in" | "sign out" };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), minutes: fc.constantFrom(10, 60, 700, 1500, 6000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("move clock" as const),
      minutes: fc.constantFrom(-20_000, -1000, -30, 30, 1000, 20_000),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(["clock right", "offline", "broken", "replay", "online", "online", "pay", "pay", "cancel", "end"] as const),
        ...([
          "revoke",
          "rotate",
          "withdraw",
          "restart",
          "changed",
          "changed",
          "sign in",
          "sign in",
          "sign out",
        ] as const),
      ),
    }),
  },
);

/** What a client must know by now, from what was handed over to it. */
class Oracle {
  #seen = 0;
  #held: { claims: Claims; kid: string } | null = null;
  #version = 0;
  #keys: Map<string, CryptoKey | Uint8Array> = new Map();
  #latest = 0;
  #skew = 0;
  #isSignedIn = true;

  constructor(readonly world: World) {}

  signedOut(): void {
    this.#isSignedIn = false;
    this.#held = null;
  }

  signedIn(): void {
    this.#isSignedIn = true;
    this.#held = null;
    this.#skew = 0;
  }

  /** Takes in what the server has handed over since. The browser's clock is the same as when it arrived: steps are instants. */
  async learn(): Promise<void> {
    const { server, browser } = this.world;
    if (this.#isSignedIn && browser.held.refreshToken === null) {
      // Only the server's word may end a connection.
      expect(server.devices.at(-1)?.isRevoked).toBe(true);
      this.signedOut();
    }
    for (const sent of server.sent.slice(this.#seen))
      await this.#take(sent, server.clockWhenSent.get(sent) ?? browser.now);
    this.#seen = server.sent.length;
  }

  async #take({ token, keys, isFresh }: Sent, browserNow: number): Promise<void> {
    const set = decodeJwt<{ version: number; keys: ({ kid: string } & Record<string, string>)[] }>(keys);
    if (set.version > this.#version) {
      this.#version = set.version;
      this.#keys = new Map(
        await Promise.all(set.keys.map(async (key) => [key.kid, await importJWK(key, "ES256")] as const)),
      );
    }
    const kid = decodeProtectedHeader(token).kid ?? "";
    const claims = decodeJwt<Claims>(token);
    if (this.#held && (claims.jti === this.#held.claims.jti || claims.iat < this.#held.claims.iat)) return;
    const key = this.#keys.get(kid);
    if (!key) return;
    await compactVerify(token, key);
    this.#held = { claims, kid };
    this.#skew = isFresh ? Math.max(0, claims.iat * 1000 - browserNow) : 0;
    this.#latest = isFresh ? claims.iat * 1000 : Math.max(this.#latest, claims.iat * 1000);
  }

  /** May `premium` be used at this instant? Being asked while it may makes the time a known one. */
  isUnlocked(): boolean {
    const { now, held } = { now: this.world.browser.now + this.#skew, held: this.#held };
    if (!this.#isSignedIn || !held || !this.#keys.has(held.kid)) return false;
    const { iat, hard_stop: hardStop, features } = held.claims;
    const isBack = now < Math.max(iat * 1000, this.#latest) - 5 * minute;
    if (isBack || now >= hardStop * 1000) return false;
    this.#latest = Math.max(this.#latest, now);
    const { active, until } = features.premium;
    return active && (until === null || Date.parse(until) > now);
  }
}

type Claims = {
  jti: string;
  iat: number;
  hard_stop: number;
  features: { premium: { active: boolean; until: string | null } };
};

async function live(world: World, oracle: Oracle, step: Step): Promise<void> {
  const { server, browser } = world;
  const { page, worker } = world;
  switch (step.kind) {
    case "pass":
      return pass(world, step.minutes * minute);
    case "move clock":
      browser.now += step.minutes * minute;
      return;
    case "clock right":
      browser.now = server.now;
      return;
    case "offline":
      server.disturb = () => new TypeError("Failed to fetch");
      return;
    case "broken":
      server.disturb = () => new Response("<html>", { status: 502 });
      return;
    case "replay": {
      const [old] = server.sent;
      server.disturb = (path) =>
        old && path.startsWith("/api/v1/entitlements") ? Response.json({ lease: old }) : null;
      return;
    }
    case "online":
      server.disturb = () => null;
      return;
    case "pay":
      server.plan = pro;
      return;
    case "cancel":
      if (server.plan === pro)
        server.plan = { ...pro, status: "canceling", until: Math.floor(server.now / 1000) + 2 * 24 * 3600 };
      return;
    case "end":
      server.plan = free;
      return;
    case "revoke":
      for (const device of server.devices) device.isRevoked = true;
      return;
    case "rotate":
      return server.rotate();
    case "withdraw":
      return server.rotate({ isWithdrawn: true });
    case "restart":
      world.restart();
      return;
    case "changed":
      await browser.hear({ type: "gatehouse:changed" }, server.origin);
      return;
    case "sign in": {
      const { device } = browser.held;
      await page.signIn().catch(() => undefined);
      if (browser.held.device !== device) oracle.signedIn();
      return;
    }
    case "sign out":
      await worker.signOut();
      oracle.signedOut();
      return;
  }
}

test("never unlocked without a lease that says so, never locked while one does, and well again when all is right", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 25 }), async (sequence) => {
      const world = await signedIn();
      const oracle = new Oracle(world);
      await oracle.learn();
      const agree = async () => {
        // Asked twice: the first question may bring news, the second is about what is held by now.
        await world.page.getEntitlements();
        await world.browser.settle();
        await oracle.learn();
        const expected = oracle.isUnlocked();
        const { active, reason } = await world.page.getFeature("premium");
        await world.browser.settle();
        await oracle.learn();
        expect([active, reason]).toEqual([expected, expect.any(String)]);
        oracle.isUnlocked();
      };
      await agree();
      for (const step of sequence) {
        // Leases are dated in seconds: two of one second can't be told apart, by nobody.
        await pass(world, 2000);
        await oracle.learn();
        await live(world, oracle, step);
        await world.browser.settle();
        await oracle.learn();
        await agree();
      }

      world.server.disturb = () => null;
      world.browser.now = world.server.now;
      world.server.plan = pro;
      await pass(world, 2 * hour);
      if (world.browser.held.refreshToken === null) await world.page.signIn();
      await world.browser.hear({ type: "gatehouse:changed" }, world.server.origin);
      if (world.browser.held.refreshToken === null) await world.page.signIn();
      expect(await world.page.isActive("premium")).toBe(true);
      expect(world.server.requests.length).toBeLessThan(60 * (sequence.length + 2));
    }),
    { numRuns: 150 },
  );
}, 120_000);

test("access ends within five minutes of a disconnection in the portal, with only the browser open", async () => {
  const world = await signedIn({ ...pro, plan: "team" });
  world.closePage();
  await stayOpen(world, 2 * hour);
  for (const device of world.server.devices) device.isRevoked = true;
  await stayOpen(world, 5 * minute);
  expect(world.browser.held).toMatchObject({ refreshToken: null, lease: null, ended: "device_revoked" });
  expect(world.browser.alarmAt).toBeNull();
});

test("a browser that was offline for a night notices a disconnection within five minutes", async () => {
  const world = await signedIn();
  world.closePage();
  world.server.disturb = () => new TypeError("Failed to fetch");
  await stayOpen(world, 12 * hour);
  expect(await world.worker.isActive("premium")).toBe(true);
  for (const device of world.server.devices) device.isRevoked = true;
  world.server.disturb = () => null;
  await stayOpen(world, 5 * minute);
  expect(await world.worker.getEntitlements()).toMatchObject({ plan: null, problem: { code: "connection_ended" } });
});

test("a contact without a change is one request and a 304, and no context sends a second one", async () => {
  const world = await signedIn();
  const answers: number[] = [];
  const { network } = world.server;
  world.browser.network = async (url, init) => {
    const answer = await network(url, init);
    answers.push(answer.status);
    return answer;
  };
  await stayOpen(world, 5 * minute);
  await Promise.all([world.page.getEntitlements(), world.worker.getEntitlements()]);
  await world.browser.settle();
  expect(answers).toEqual([304]);
});

test("with the server gone the lease is enough until its hard stop", async () => {
  const world = await signedIn();
  world.server.disturb = () => new TypeError("Failed to fetch");
  for (let days = 0; days < 6; days += 1) {
    await pass(world, day);
    expect(await world.page.isActive("premium")).toBe(true);
  }
});

test("a signed-out extension sends no requests", async () => {
  const world = await signedIn();
  await world.page.signOut();
  world.server.requests = [];
  await stayOpen(world, day);
  await world.page.getEntitlements();
  expect(world.server.requests).toEqual([]);
});
