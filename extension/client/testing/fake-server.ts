import { createHash, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { RootKey } from "../src/types";

type Key = { kid: string; privateKey: CryptoKey; jwk: JWK };
type Device = {
  id: string;
  account: string;
  thumbprint: string;
  epoch: number;
  refreshToken: string;
  isRevoked: boolean;
};
export type Plan = { plan: string; status: string; until: number | null };
export type Sent = { token: string; keys: string; isFresh: boolean };

const hour = 3600;
const day = 24 * hour;

export const free: Plan = { plan: "free", status: "free", until: null };
export const pro: Plan = { plan: "pro", status: "active", until: null };

/**
 * The other side of the wire, written from docs/decisions/0030 with jose and nothing of the client: it signs leases and
 * keeps them, rotates keys, takes and gives tokens, and can misbehave.
 */
export class FakeServer {
  readonly origin = "https://gatehouse.example.com";
  now = Date.UTC(2026, 10, 22, 12);
  offsetMs = 0;
  plan: Plan = free;
  version = 1;
  used = 0;
  account = "acc_one";
  email = "ada.active@example.com";
  paidAt: string | null = "2026-03-01T09:30:00.000Z";
  trialStartedAt: string | null = null;
  keys: Key[] = [];
  requests: string[] = [];
  sent: Sent[] = [];
  /** What the clock of whoever asked said when a lease was handed over. */
  readonly clockWhenSent = new Map<Sent, number>();
  askersClock: () => number = () => this.now;
  reports = new Map<string, number>();
  code: { isAgreed: boolean | null; error: string | null } = { isAgreed: null, error: null };
  /** Answers in place of the server; null lets it answer itself. */
  disturb: (path: string, init: RequestInit) => Response | Error | null = () => null;
  #root: Key | null = null;
  #devices: Device[] = [];
  #codes = new Map<string, { thumbprint: string; challenge: string | null }>();
  #access = new Map<string, { device: Device; expiresAt: number }>();
  #stored = new Map<string, { content: string; renewAfter: number; kid: string; token: string }>();
  #keySet: { version: number; text: string } | null = null;

  static async start(): Promise<FakeServer> {
    const server = new FakeServer();
    server.#root = await makeKey("root-1");
    server.keys = [await makeKey("lease-1")];
    return server;
  }

  get root(): Key {
    if (!this.#root) throw new Error("The server was not started.");
    return this.#root;
  }

  get roots(): RootKey[] {
    const { kty = "", crv = "", x = "", y = "" } = this.root.jwk;
    return [{ kid: this.root.kid, kty, crv, x, y }];
  }

  get devices(): Device[] {
    return this.#devices;
  }

  /** A new key signs from now on; the ones before count on unless they are withdrawn. */
  async rotate({ isWithdrawn = false } = {}): Promise<void> {
    this.version += 1;
    this.keys = [await makeKey(`lease-${this.version}`), ...(isWithdrawn ? [] : this.keys)];
  }

  /** What the sign-in window ends at when its owner agrees. */
  authorize = async (address: string): Promise<string> => {
    const asked = new URL(address).searchParams;
    const code = randomUUID();
    this.#codes.set(code, { thumbprint: asked.get("device_key") ?? "", challenge: asked.get("code_challenge") });
    const query = new URLSearchParams({ code, state: asked.get("state") ?? "", iss: this.origin });
    return `${asked.get("redirect_uri")}?${query}`;
  };

  /** What the page after a checkout gets for an extension that answers it. */
  issueCode({
    device_key: thumbprint,
    code_challenge: challenge,
  }: {
    device_key: string;
    code_challenge: string;
  }): string {
    const code = randomUUID();
    this.#codes.set(code, { thumbprint, challenge });
    return code;
  }

  network = async (address: string, init: RequestInit): Promise<Response> => {
    const url = new URL(address);
    const path = url.pathname + url.search;
    this.requests.push(`${init.method ?? "GET"} ${path}`);
    const disturbed = this.disturb(path, init);
    if (disturbed instanceof Error) throw disturbed;
    return disturbed ?? this.#answer(url, init);
  };

  async signLease(device: Device, changes: Record<string, unknown> = {}, key = this.keys[0]): Promise<string> {
    if (!key) throw new Error("No key.");
    const iat = this.#seconds();
    const hasPlan = this.plan.plan !== "free";
    const until = this.plan.until;
    const claims = {
      iss: this.origin,
      aud: "extension",
      sub: device.account,
      device: device.id,
      device_epoch: device.epoch,
      cnf: { jkt: device.thumbprint },
      jti: randomUUID(),
      iat,
      ...this.#content(),
      renew_after: Math.min(iat + day, until ?? Number.POSITIVE_INFINITY),
      hard_stop: Math.min(iat + (hasPlan ? 7 * day : day), until ?? Number.POSITIVE_INFINITY),
      offset_ms: this.offsetMs,
      ...changes,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: key.kid, typ: "lease+jwt" })
      .sign(key.privateKey);
  }

  async signKeys(changes: Record<string, unknown> = {}, root = this.root): Promise<string> {
    const claims = {
      iss: this.origin,
      version: this.version,
      iat: this.#seconds(),
      keys: this.keys.map((key) => key.jwk),
    };
    return new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg: "ES256", kid: root.kid, typ: "lease-keys+jwt" })
      .sign(root.privateKey);
  }

  #seconds(): number {
    return Math.floor((this.now + this.offsetMs) / 1000);
  }

  #content() {
    const { plan, status, until } = this.plan;
    const end = until === null ? null : new Date(until * 1000).toISOString();
    const reason =
      plan === "free" ? "no_subscription" : until === null ? "active_subscription" : "cancels_at_period_end";
    const premium = { active: plan !== "free", reason, until: plan === "free" ? null : end };
    return {
      plan,
      status,
      features: { premium, storage: { active: true, reason: "free_plan", until: null, limit: 50, used: this.used } },
    };
  }

  async #answer(url: URL, init: RequestInit): Promise<Response> {
    if (url.pathname.startsWith("/oauth/")) return this.#oauth(url.pathname, new URLSearchParams(String(init.body)));
    const token = new Headers(init.headers).get("authorization")?.slice("Bearer ".length) ?? "";
    const access = this.#access.get(token);
    if (!access) return problem(401, "token_invalid");
    if (access.device.isRevoked) return problem(401, "device_revoked");
    if (access.expiresAt <= this.now) return problem(401, "token_expired");
    if (url.pathname === "/api/v1/account") {
      return Response.json({
        object: "account",
        user: { email: this.email },
        paid_at: this.paidAt,
        trial_started_at: this.trialStartedAt,
      });
    }
    if (url.pathname === "/api/v1/onboarding") return Response.json({ object: "onboarding" });
    if (url.pathname === "/api/v1/usage") return this.#count(init);
    if (url.pathname !== "/api/v1/entitlements") return problem(404, "not_found");
    const lease = await this.#lease(access.device, url.search === "?fresh=1");
    const body = JSON.stringify({ object: "entitlements", lease });
    const etag = `"${lease.token.slice(-20)}${lease.keys.slice(-20)}"`;
    if (new Headers(init.headers).get("if-none-match") === etag) return new Response(null, { status: 304 });
    const sent = { ...lease, isFresh: url.search === "?fresh=1" };
    this.sent.push(sent);
    this.clockWhenSent.set(sent, this.askersClock());
    return new Response(body, { headers: { "content-type": "application/json", etag } });
  }

  async #lease(device: Device, isFresh: boolean): Promise<{ token: string; keys: string }> {
    if (this.#keySet?.version !== this.version) this.#keySet = { version: this.version, text: await this.signKeys() };
    const held = this.#stored.get(device.id);
    const content = JSON.stringify([this.#content(), this.offsetMs]);
    const isGood =
      held &&
      held.content === content &&
      this.#seconds() < held.renewAfter &&
      this.keys.some((key) => key.kid === held.kid);
    if (!isGood || isFresh) {
      const token = await this.signLease(device);
      const renewAfter = Math.min(this.#seconds() + day, this.plan.until ?? Number.POSITIVE_INFINITY);
      this.#stored.set(device.id, { content, renewAfter, kid: this.keys[0]?.kid ?? "", token });
    }
    return { token: this.#stored.get(device.id)?.token ?? "", keys: this.#keySet.text };
  }

  #count(init: RequestInit): Response {
    const key = new Headers(init.headers).get("idempotency-key") ?? "";
    const { feature, amount } = JSON.parse(String(init.body));
    if (feature !== "storage") return problem(422, "unknown_feature");
    if (!this.reports.has(key)) {
      if (this.used + amount > 50) return problem(403, "limit_reached");
      this.reports.set(key, amount);
      this.used += amount;
    }
    return Response.json({ object: "usage", feature, used: this.used, limit: 50, remaining: 50 - this.used });
  }

  #oauth(path: string, form: URLSearchParams): Response {
    if (path === "/oauth/revoke") {
      const device = this.#devices.find((one) => one.refreshToken === form.get("token"));
      if (device) device.isRevoked = true;
      return new Response("");
    }
    if (path === "/oauth/device/auth") {
      this.#codes.set("device-code", { thumbprint: form.get("device_key") ?? "", challenge: null });
      const address = `${this.origin}/oauth/device`;
      return Response.json({
        device_code: "device-code",
        user_code: "BCDF-GHJK",
        verification_uri: address,
        verification_uri_complete: `${address}?user_code=BCDF-GHJK`,
        expires_in: 600,
        interval: 5,
      });
    }
    if (form.get("grant_type") === "refresh_token") return this.#refresh(form.get("refresh_token") ?? "");
    const code = form.get("code") ?? form.get("device_code") ?? "";
    if (form.has("device_code") && this.code.isAgreed !== true) {
      const error = this.code.error ?? (this.code.isAgreed === false ? "access_denied" : "authorization_pending");
      return Response.json({ error }, { status: 400 });
    }
    const held = this.#codes.get(code);
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!held || (held.challenge !== null && held.challenge !== verifier)) {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
    this.#codes.delete(code);
    const { thumbprint } = held;
    const id = `dev_${this.#devices.length + 1}`;
    const device = { id, account: this.account, thumbprint, epoch: 0, refreshToken: randomUUID(), isRevoked: false };
    this.#devices.push(device);
    return this.#tokens(device);
  }

  #refresh(token: string): Response {
    const device = this.#devices.find((one) => one.refreshToken === token);
    if (!device || device.isRevoked) return Response.json({ error: "invalid_grant" }, { status: 400 });
    device.refreshToken = randomUUID();
    return this.#tokens(device);
  }

  #tokens(device: Device): Response {
    const payload = Buffer.from(JSON.stringify({ account: device.account, device: device.id })).toString("base64url");
    const token = `e30.${payload}.${randomUUID()}`;
    this.#access.set(token, { device, expiresAt: this.now + 600_000 });
    return Response.json({
      access_token: token,
      refresh_token: device.refreshToken,
      expires_in: 600,
      token_type: "Bearer",
    });
  }
}

export async function makeKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid } };
}

function problem(status: number, code: string): Response {
  return Response.json(
    { code, status, detail: code },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}
