import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { KeyPurpose } from "@/generated/prisma/enums";
import { addMs, hourMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { seal, unseal } from "@/lib/platform/crypto";
import { db, type Tx } from "@/lib/platform/db";
import { singleton } from "@/lib/platform/registry";

/** ECDSA on P-256 with SHA-256: short signatures that WebCrypto verifies in every browser. */
export const signingAlgorithm = "ES256";

/** How long a retired token key stays published: far beyond the longest token (an id token, one hour). */
const retiredPublishedMs = 24 * hourMs;

/** How old a process's idea of the keys may be. */
const epochCheckMs = 5 * secondMs;

/** The keys of one purpose as this process holds them. */
export type KeySet = {
  epoch: number;
  current: { kid: string; privateJwk: JWK; privateKey: CryptoKey };
  /** Public halves for verifying, current first; next is among them before it is ever used. */
  publicJwks: JWK[];
  publicKeys: Map<string, CryptoKey>;
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
  const isUnchanged = cached !== undefined && cached.set.epoch === row?.epoch;
  const set = isUnchanged ? cached.set : row && (await load(purpose, row.epoch));
  if (set) cache().set(purpose, { set, checkedAt });
  return set;
}

async function load(purpose: KeyPurpose, epoch: number): Promise<KeySet | null> {
  const rows = await db().signingKey.findMany({
    where: {
      purpose,
      OR: [
        { state: { in: ["current", "next"] } },
        // What was sealed into the audit chain must stay verifiable for as long as the chain itself.
        {
          state: "retired",
          ...(purpose === "token" && { retiredAt: { gt: addMs(systemNow(), -retiredPublishedMs) } }),
        },
      ],
    },
    orderBy: [{ state: "asc" }, { createdAt: "desc" }],
  });
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
  };
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
