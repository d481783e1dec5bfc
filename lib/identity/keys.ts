import { CompactSign, type JWK } from "jose";
import type { Prisma } from "@/generated/prisma/client";
import type { KeyPurpose } from "@/generated/prisma/enums";
import { recordAudit } from "@/lib/audit/record";
import { addMs, dayMs } from "@/lib/core/time";
import {
  createKey,
  findKeySet,
  findPublishedKeys,
  forgetKeySet,
  type KeySet,
  keyPurposes,
  keyRules,
  requireWorkingKeys,
  signingAlgorithm,
} from "@/lib/identity/internal/keys/key-store";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import type { AuditAction } from "@/lib/platform/module";

/** The private half of a key that signs no more is kept for this long. */
const forgetAfterMs = 30 * dayMs;

/** What became of a wish to rotate. */
export type RotationOutcome =
  | { outcome: "rotated"; kid: string; retiredKid: string }
  | { outcome: "too_early"; possibleAt: Date };

/**
 * Makes sure that each purpose has a key that signs and one that will, and that both can. Safe to run in every process at
 * once.
 * @throws Error that names a key which can't
 */
export async function ensureSigningKeys(): Promise<void> {
  for (const purpose of keyPurposes) {
    if (!(await hasKeys(purpose))) await makeKeys(purpose);
    await requireWorkingKeys(purpose);
  }
}

/** The keys of a purpose; made on first use. */
export async function getKeySet(purpose: KeyPurpose): Promise<KeySet> {
  const found = await findKeySet(purpose);
  if (found) return found;
  await makeKeys(purpose);
  const made = await findKeySet(purpose, { isFresh: true });
  if (!made) throw new Error(`There is no signing key for the purpose ${purpose}.`);
  return made;
}

async function makeKeys(purpose: KeyPurpose): Promise<void> {
  await transaction(async (tx) => {
    await lockKeys(tx, purpose);
    if (await hasKeys(purpose, tx)) return;
    const kid = await createKey(tx, purpose, "current");
    await createKey(tx, purpose, "next");
    await auditKey(tx, "signing_key.created", kid, purpose);
  });
}

async function hasKeys(purpose: KeyPurpose, tx: Tx = db()): Promise<boolean> {
  return (await tx.signingKey.count({ where: { purpose, state: "current" } })) > 0;
}

/** The purpose with this name; null where there is none. */
export function keyPurposeOf(name: string): KeyPurpose | null {
  return keyPurposes.find((purpose) => purpose === name) ?? null;
}

/** Looks at once whether another process has changed the keys of a purpose. */
export async function reloadKeySet(purpose: KeyPurpose): Promise<void> {
  await findKeySet(purpose, { isFresh: true });
}

/**
 * Lets the next key sign from now on and publishes a new next one. The key that signed so far stays published until
 * everything it signed has expired; with `isCompromised` it is withdrawn instead, and whatever it signed stops working.
 */
export async function rotateSigningKeys(
  purpose: KeyPurpose,
  options: { isCompromised?: boolean } = {},
): Promise<RotationOutcome> {
  await getKeySet(purpose);
  const outcome = await transaction(async (tx): Promise<RotationOutcome> => {
    await lockKeys(tx, purpose);
    const current = await tx.signingKey.findFirstOrThrow({ where: { purpose, state: "current" } });
    const next = await tx.signingKey.findFirstOrThrow({ where: { purpose, state: "next" } });
    const possibleAt = addMs(next.createdAt, keyRules[purpose].publishedBeforeUseMs);
    if (!options.isCompromised && possibleAt > systemNow()) return { outcome: "too_early", possibleAt };

    await tx.signingKey.update({
      where: { kid: current.kid },
      data: { state: options.isCompromised ? "withdrawn" : "retired", retiredAt: systemNow() },
    });
    await tx.signingKey.update({ where: { kid: next.kid }, data: { state: "current", activatedAt: systemNow() } });
    await createKey(tx, purpose, "next");
    await auditKey(tx, options.isCompromised ? "signing_key.withdrawn" : "signing_key.rotated", current.kid, purpose);
    return { outcome: "rotated", kid: next.kid, retiredKid: current.kid };
  });
  forgetKeySet(purpose);
  return outcome;
}

/** Rotates the keys that have signed for as long as their purpose allows; returns how many that were. */
export async function rotateAgedKeys(): Promise<number> {
  let rotated = 0;
  for (const purpose of keyPurposes) {
    const activatedAt = { lt: addMs(systemNow(), -keyRules[purpose].rotateAfterMs) };
    const isAged = (await db().signingKey.count({ where: { purpose, state: "current", activatedAt } })) > 0;
    if (isAged && (await rotateSigningKeys(purpose)).outcome === "rotated") rotated += 1;
  }
  return rotated;
}

/**
 * Forgets the private halves of keys that were replaced thirty days ago; returns how many. The key of a token or lease goes
 * altogether, since nothing that it signed is valid any more. What an audit key signed must stay verifiable: its public half stays.
 */
export async function forgetRetiredKeys(): Promise<number> {
  const where: Prisma.SigningKeyWhereInput = {
    state: { in: ["retired", "withdrawn"] },
    retiredAt: { lt: addMs(systemNow(), -forgetAfterMs) },
  };
  const [removed, emptied] = await Promise.all([
    db().signingKey.deleteMany({ where: { ...where, purpose: { not: "audit" } } }),
    db().signingKey.updateMany({
      where: { ...where, purpose: "audit", privateJwkSealed: { not: "" } },
      data: { privateJwkSealed: "" },
    }),
  ]);
  return removed.count + emptied.count;
}

/** The public keys that verify our tokens, as a JSON Web Key Set (RFC 7517). */
export async function publicJwks(purpose: KeyPurpose = "token"): Promise<{ keys: JWK[] }> {
  return { keys: (await getKeySet(purpose)).publicJwks };
}

/** Signs a text with the purpose's current key; the result is a compact JWS (RFC 7515) whose header names the key. */
export async function signWith(purpose: KeyPurpose, payload: string, header: { typ?: string } = {}): Promise<string> {
  return signBy(await getKeySet(purpose), payload, header);
}

/** The same with the current key of a set that the caller holds. */
export function signBy({ current }: KeySet, payload: string, header: { typ?: string } = {}): Promise<string> {
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ ...header, alg: signingAlgorithm, kid: current.kid })
    .sign(current.privateKey);
}

/** Keeps the keys of a purpose from changing until the transaction ends, and returns their public halves. */
export async function holdPublicKeys(tx: Tx, purpose: KeyPurpose): Promise<JWK[]> {
  await tx.$queryRaw`select epoch from key_epoch where purpose = ${purpose}::"KeyPurpose" for update`;
  return (await findPublishedKeys(tx, purpose)).map((row) => row.publicJwk as JWK);
}

/** Holds everybody else off the keys of a purpose until the transaction ends, and tells every process to look again. */
async function lockKeys(tx: Tx, purpose: KeyPurpose): Promise<void> {
  await tx.keyEpoch.upsert({
    where: { purpose },
    create: { purpose, epoch: 1 },
    update: { epoch: { increment: 1 } },
  });
}

function auditKey(tx: Tx, action: AuditAction, kid: string, purpose: KeyPurpose): Promise<void> {
  return recordAudit(tx, {
    actor: { kind: "system", name: "signing-keys" },
    action,
    subject: { kind: "signing_key", id: kid },
    detail: { purpose },
  });
}
