import { CompactSign, importJWK, type JWK } from "jose";
import { recordAudit } from "@/lib/audit/record";
import { toUnixSeconds } from "@/lib/core/time";
import { getKeySet, holdPublicKeys } from "@/lib/identity/keys";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { EnvError, env } from "@/lib/platform/env";
import { type PrivateKey, readPrivateKey, signsAndVerifies } from "@/lib/platform/private-key";
import { singleton } from "@/lib/platform/registry";

/**
 * Makes sure that this deployment can sign leases and publish the keys that verify them.
 * @throws EnvError where the root can't sign what its public half verifies
 */
export async function ensureLeaseKeys(): Promise<void> {
  const { jwk } = rootKey();
  const { d, ...publicHalf } = jwk;
  if (!(await signsAndVerifies(jwk, publicHalf))) {
    throw new EnvError("LEASE_ROOT_KEY is broken: its public half does not verify what it signs.");
  }
  await getSignedLeaseKeys();
}

/** The public keys whose leases count, signed by the root: `typ: lease-keys+jwt` of docs/decisions/0030. */
export type SignedLeaseKeys = { version: number; token: string; kids: readonly string[] };

type Keys = Awaited<ReturnType<typeof getKeySet>>;
type Root = { kid: string; key: CryptoKey };

const algorithm = "ES256";

/**
 * The signed set that goes with the lease keys which this process holds. A change of the keys, or of the root, makes a
 * new version, once for all processes; until then the text stays the same.
 */
export async function getSignedLeaseKeys(): Promise<SignedLeaseKeys & { keys: Keys }> {
  const keys = await getKeySet("lease");
  const cache = singleton("signed-lease-keys", () => new WeakMap<Keys, Promise<SignedLeaseKeys>>());
  const signed = cache.get(keys) ?? findOrSign(keys);
  cache.set(keys, signed);
  signed.catch(() => cache.delete(keys));
  return { ...(await signed), keys };
}

async function findOrSign(keys: Keys): Promise<SignedLeaseKeys> {
  const root = await leaseRoot();
  const latest = await findLatest(db());
  if (latest && says(latest, keys.publicJwks, root)) return latest;
  return transaction(async (tx) => {
    // From here on nobody else changes the keys or makes a version; what was read before may be old by now.
    const jwks = await holdPublicKeys(tx, "lease");
    const last = await findLatest(tx);
    if (last && says(last, jwks, root)) return last;
    const version = (last?.version ?? 0) + 1;
    const kids = kidsOf(jwks);
    const token = await sign(root, { version, keys: jwks });
    await tx.leaseKeySet.create({ data: { version, token, kids, rootKid: root.kid, createdAt: systemNow() } });
    await recordAudit(tx, {
      actor: { kind: "system", name: "lease-keys" },
      action: "lease_keys.published",
      subject: { kind: "lease_key_set", id: String(version) },
      detail: { kids, rootKid: root.kid },
    });
    return { version, token, kids };
  });
}

function findLatest(tx: Tx) {
  return tx.leaseKeySet.findFirst({
    orderBy: { version: "desc" },
    select: { version: true, token: true, kids: true, rootKid: true },
  });
}

function says(set: { kids: string[]; rootKid: string }, jwks: readonly JWK[], root: Root): boolean {
  return set.rootKid === root.kid && set.kids.join() === kidsOf(jwks).join();
}

function kidsOf(jwks: readonly JWK[]): string[] {
  return jwks.map(({ kid = "" }) => kid).sort();
}

function sign(root: Root, { version, keys }: { version: number; keys: JWK[] }): Promise<string> {
  const claims = { iss: env().GATEHOUSE_URL, version, iat: toUnixSeconds(systemNow()), keys };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: algorithm, kid: root.kid, typ: "lease-keys+jwt" })
    .sign(root.key);
}

function leaseRoot(): Promise<Root> {
  return singleton("lease-root", async () => {
    const { jwk, thumbprint: kid } = rootKey();
    const key = await importJWK(jwk, algorithm);
    if (key instanceof Uint8Array) throw new Error("LEASE_ROOT_KEY must be an asymmetric key.");
    return { kid, key };
  });
}

function rootKey(): PrivateKey {
  const root = readPrivateKey(env().LEASE_ROOT_KEY);
  if (!root) throw new EnvError("LEASE_ROOT_KEY is no private key.");
  return root;
}
