import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Prisma } from "@/generated/prisma/client";
import type { KeyPurpose, KeyState } from "@/generated/prisma/enums";
import { addMs, dayMs, earliest, minuteMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { seal, unseal } from "@/lib/platform/crypto";
import { db, type Tx } from "@/lib/platform/db";
import { signsAndVerifies } from "@/lib/platform/private-key";
import { singleton } from "@/lib/platform/registry";

/** ECDSA on P-256 with SHA-256: short signatures that WebCrypto verifies in every browser. */
export const signingAlgorithm = "ES256";

type KeyRules = {
  /** How long the next key must have been published before it signs: longer than anyone may hold an older set. */
  publishedBeforeUseMs: number;
  /** A key signs for this long before it is replaced without anyone asking. */
  rotateAfterMs: number;
  /** How long a retired key stays published, beyond the longest life of what it signed; null where that is for ever. */
  retiredPublishedMs: number | null;
};

export const keyRules: Record<KeyPurpose, KeyRules> = {
  // The JWKS may be cached for five minutes; no token lives longer than an hour.
  token: { publishedBeforeUseMs: 15 * minuteMs, rotateAfterMs: 90 * dayMs, retiredPublishedMs: dayMs },
  // What was sealed into the audit chain must stay verifiable for as long as the chain itself.
  audit: { publishedBeforeUseMs: 15 * minuteMs, rotateAfterMs: 90 * dayMs, retiredPublishedMs: null },
  // An extension asks once a day; its longest lease counts for fourteen days (docs/decisions/0030).
  lease: { publishedBeforeUseMs: dayMs, rotateAfterMs: 30 * dayMs, retiredPublishedMs: 15 * dayMs },
};

export const keyPurposes = Object.keys(keyRules) as KeyPurpose[];

/** How old a process's idea of the keys may be. */
const epochCheckMs = 5 * secondMs;

/** The keys of one purpose as this process holds them. */
export type KeySet = {
  epoch: number;
  current: { kid: string; privateJwk: JWK; privateKey: CryptoKey };
  /** Public halves for verifying, current first; next is among them before it is ever used. */
  publicJwks: JWK[];
  publicKeys: Map<string, CryptoKey>;
  /** When a retired key of the set stops being published; null where none will. */
  lapsesAt: Date | null;
};

type CachedKeySet = { set: KeySet; checkedAt: number };

const cache = () => singleton("key-sets", () => new Map<KeyPurpose, CachedKeySet>());
const loading = () => singleton("key-sets-loading", () => new Map<KeyPurpose, Promise<KeySet | null>>());

/**
 * The keys of a purpose, no more than five seconds behind the database; null before any were made. Any number of
 * callers share one look.
 */
export async function findKeySet(purpose: KeyPurpose, options: { isFresh?: boolean } = {}): Promise<KeySet | null> {
  const cached = cache().get(purpose);
  if (cached && !options.isFresh && Date.now() - cached.checkedAt < epochCheckMs) return cached.set;
  const running = loading().get(purpose);
  if (running) return running;
  const work = refresh(purpose).finally(() => loading().delete(purpose));
  loading().set(purpose, work);
  return work;
}

/** Makes this process look again before it uses the keys of a purpose. */
export function forgetKeySet(purpose: KeyPurpose): void {
  cache().delete(purpose);
}

async function refresh(purpose: KeyPurpose): Promise<KeySet | null> {
  const checkedAt = Date.now();
  const row = await db().keyEpoch.findUnique({ where: { purpose } });
  const cached = cache().get(purpose);
  const isUnchanged =
    cached !== undefined &&
    cached.set.epoch === row?.epoch &&
    (cached.set.lapsesAt === null || cached.set.lapsesAt > systemNow());
  const set = isUnchanged ? cached.set : row && (await load(purpose, row.epoch));
  if (set) cache().set(purpose, { set, checkedAt });
  return set;
}

async function load(purpose: KeyPurpose, epoch: number): Promise<KeySet | null> {
  const rows = await findPublishedKeys(db(), purpose);
  const current = rows.find(({ state }) => state === "current");
  if (!current) return null;
  const ordered = [current, ...rows.filter((row) => row !== current)];
  const publicJwks = ordered.map((row) => row.publicJwk as JWK);
  const publicKeys = await Promise.all(publicJwks.map(async (jwk) => [jwk.kid ?? "", await importKey(jwk)] as const));
  const privateJwk = openPrivateJwk(current.privateJwkSealed);
  return {
    epoch,
    current: { kid: current.kid, privateJwk, privateKey: await importKey(privateJwk) },
    publicJwks,
    publicKeys: new Map(publicKeys),
    lapsesAt: earliest(...rows.map((row) => lapseOf(row, purpose))),
  };
}

/** The keys that are published at this moment: the one that signs, the next one, and those whose signatures still count. */
export function findPublishedKeys(tx: Tx, purpose: KeyPurpose) {
  const { retiredPublishedMs } = keyRules[purpose];
  const retiredAt = retiredPublishedMs === null ? {} : { retiredAt: { gt: addMs(systemNow(), -retiredPublishedMs) } };
  const where: Prisma.SigningKeyWhereInput = {
    purpose,
    OR: [{ state: { in: ["current", "next"] } }, { state: "retired", ...retiredAt }],
  };
  return tx.signingKey.findMany({ where, orderBy: [{ state: "asc" }, { createdAt: "desc" }] });
}

function lapseOf({ state, retiredAt }: { state: KeyState; retiredAt: Date | null }, purpose: KeyPurpose): Date | null {
  const { retiredPublishedMs } = keyRules[purpose];
  return state === "retired" && retiredAt && retiredPublishedMs !== null ? addMs(retiredAt, retiredPublishedMs) : null;
}

function openPrivateJwk(sealed: string): JWK {
  try {
    return JSON.parse(unseal(sealed)) as JWK;
  } catch (cause) {
    throw new Error("A signing key can't be opened: GATEHOUSE_SECRET is not the one that it was sealed under.", {
      cause,
    });
  }
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, signingAlgorithm);
  if (key instanceof Uint8Array) throw new Error("A signing key must be an asymmetric key.");
  return key;
}

/**
 * Lets the key that signs, and the one that will, sign something, and verifies it by the half that is published.
 * @throws Error that names the key
 */
export async function requireWorkingKeys(purpose: KeyPurpose): Promise<void> {
  const rows = await db().signingKey.findMany({ where: { purpose, state: { in: ["current", "next"] } } });
  for (const { kid, publicJwk, privateJwkSealed } of rows) {
    if (await signsAndVerifies(openPrivateJwk(privateJwkSealed), publicJwk as JWK)) continue;
    throw new Error(
      `The signing key ${kid} (${purpose}) is broken: its public half does not verify what it signs. Bring its row in signing_key back from a backup.`,
    );
  }
}

/** Makes a key pair and stores it, its private half sealed under GATEHOUSE_SECRET. */
export async function createKey(tx: Tx, purpose: KeyPurpose, state: "next" | "current"): Promise<string> {
  const pair = await generateKeyPair(signingAlgorithm, { extractable: true });
  const [publicHalf, privateHalf] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
  const kid = await calculateJwkThumbprint(publicHalf);
  const common = { kid, alg: signingAlgorithm, use: "sig" };
  await tx.signingKey.create({
    data: {
      kid,
      purpose,
      algorithm: signingAlgorithm,
      publicJwk: { ...publicHalf, ...common },
      privateJwkSealed: seal(JSON.stringify({ ...privateHalf, ...common })),
      state,
      activatedAt: state === "current" ? systemNow() : null,
    },
  });
  return kid;
}
