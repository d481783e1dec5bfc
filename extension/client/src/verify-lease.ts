import { decodeObject, fromBase64url, isObject, toBytes } from "./encoding";
import { isText } from "./state";
import type { LeaseReason, RootKey } from "./types";

/** What a lease says about one feature; `until` in milliseconds. */
export type LeaseFeature = { active: boolean; reason: string; until: number | null; limit?: number; used?: number };

/** What a verified lease says. Times are milliseconds of the server's business time. */
export type LeaseFacts = {
  account: string;
  device: string;
  deviceEpoch: number;
  thumbprint: string;
  id: string;
  issuedAt: number;
  plan: string;
  status: string;
  features: Record<string, LeaseFeature>;
  renewAfter: number;
  hardStop: number;
  /** What business time is ahead of the system's; 0 in production. */
  offsetMs: number;
};

/** Whether the signatures hold, from a bundled root to the lease. Says nothing about whose it is or when: decideAccess does. */
export type Verdict =
  | { ok: true; lease: LeaseFacts; keySetVersion: number }
  | { ok: false; reason: LeaseReason; keySetVersion: number | null };

export type Verify = (token: string, keys: string) => Promise<Verdict>;

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
const mostRemembered = 16;

/**
 * Verifies root → key set → lease (RFC 7515, ES256) and remembers the verdict by the texts, so that only the first look at a
 * lease costs cryptography. Never throws: what can't be read was tampered with.
 */
export function createVerifier(server: string, roots: readonly RootKey[]): Verify {
  const keySets = new Map<string, Promise<KeySet>>();
  const verdicts = new Map<string, Map<string, Promise<Verdict>>>();
  return (token, keys) => {
    const known = verdicts.get(keys) ?? new Map<string, Promise<Verdict>>();
    remember(verdicts, keys, known);
    const held = known.get(token);
    if (held) return held;
    const keySet = keySets.get(keys) ?? openKeySet(keys, server, roots);
    remember(keySets, keys, keySet);
    const verdict = keySet.then((set) => openLease(token, set, server)).catch(toRefusal);
    remember(known, token, verdict);
    return verdict;
  };
}

type KeySet = { version: number; keys: Map<string, CryptoKey> };

class Refusal extends Error {
  constructor(
    readonly reason: LeaseReason,
    readonly keySetVersion: number | null = null,
  ) {
    super(reason);
  }
}

function tampered(): Refusal {
  return new Refusal("lease_tampered");
}

function toRefusal(error: unknown): Verdict {
  const { reason, keySetVersion } = error instanceof Refusal ? error : tampered();
  return { ok: false, reason, keySetVersion };
}

async function openKeySet(text: string, server: string, roots: readonly RootKey[]): Promise<KeySet> {
  const claims = await openJws(text, "lease-keys+jwt", (kid) => {
    const root = roots.find((one) => one.kid === kid);
    if (!root) throw new Refusal("key_unknown");
    return importKey(root);
  });
  const { iss, version, keys } = claims;
  if (iss !== server || !isWhole(version) || !Array.isArray(keys)) throw tampered();
  const opened = new Map<string, CryptoKey>();
  for (const key of keys as unknown[]) {
    if (isObject(key) && isText(key.kid)) opened.set(key.kid, await importKey(key));
  }
  return { version, keys: opened };
}

async function openLease(text: string, { version, keys }: KeySet, server: string): Promise<Verdict> {
  try {
    const claims = await openJws(text, "lease+jwt", (kid) => {
      const key = keys.get(kid);
      if (!key) throw new Refusal("key_withdrawn");
      return key;
    });
    return { ok: true, lease: readClaims(claims, server), keySetVersion: version };
  } catch (error) {
    throw new Refusal(error instanceof Refusal ? error.reason : "lease_tampered", version);
  }
}

type FindKey = (kid: string) => CryptoKey | Promise<CryptoKey>;

async function openJws(text: string, typ: string, findKey: FindKey): Promise<Record<string, unknown>> {
  const [head, body, signature, ...rest] = text.split(".");
  const header = decodeObject(head);
  const isOurs = header.alg === "ES256" && header.typ === typ && header.crit === undefined && rest.length === 0;
  if (!isOurs || !isText(header.kid)) throw tampered();
  const key = await findKey(header.kid);
  const signed = toBytes(`${head}.${body}`);
  const holds = await crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" },
    key,
    fromBase64url(signature ?? ""),
    signed,
  );
  if (!holds) throw tampered();
  return decodeObject(body);
}

/** Takes the public part and nothing else of the key, whatever it claims to be for. */
function importKey({ crv, kty, x, y }: Record<string, unknown> | RootKey): Promise<CryptoKey> {
  return crypto.subtle.importKey("jwk", { crv, kty, x, y } as JsonWebKey, algorithm, false, ["verify"]);
}

function readClaims(claims: Record<string, unknown>, server: string): LeaseFacts {
  const { iss, aud, cnf, features } = claims;
  const isForUs = iss === server && (aud === "extension" || (Array.isArray(aud) && aud.includes("extension")));
  if (!isForUs || !isObject(cnf) || !isObject(features)) throw tampered();
  return {
    account: text(claims.sub),
    device: text(claims.device),
    deviceEpoch: whole(claims.device_epoch),
    thumbprint: text(cnf.jkt),
    id: text(claims.jti),
    issuedAt: whole(claims.iat) * 1000,
    plan: text(claims.plan),
    status: text(claims.status),
    features: Object.fromEntries(Object.entries(features).map(([key, value]) => [key, readFeature(value)])),
    renewAfter: whole(claims.renew_after) * 1000,
    hardStop: whole(claims.hard_stop) * 1000,
    offsetMs: whole(claims.offset_ms),
  };
}

function readFeature(value: unknown): LeaseFeature {
  if (!isObject(value)) throw tampered();
  const { active, reason, until, limit, used } = value;
  const end = until === null ? null : Date.parse(text(until));
  if (end !== null && Number.isNaN(end)) throw tampered();
  return {
    active: active === true,
    reason: text(reason),
    until: end,
    ...(limit !== undefined && { limit: whole(limit) }),
    ...(used !== undefined && { used: whole(used) }),
  };
}

function text(value: unknown): string {
  if (!isText(value)) throw tampered();
  return value;
}

function whole(value: unknown): number {
  if (!isWhole(value)) throw tampered();
  return value;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Maps keep the order of insertion: the first one is the oldest. */
function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  if (memory.has(key)) return;
  const [oldest] = memory.keys();
  if (memory.size >= mostRemembered && oldest !== undefined) memory.delete(oldest);
  memory.set(key, value);
}
