import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createVerifier } from "../../extension/client/src/verify-lease";
import { buildClient } from "../extension/build-client";
import type { BenchResult } from "./result";

const server = "https://gatehouse.example.com";
const coldRounds = 200;
const cachedRounds = 20_000;

/**
 * What a lease costs the extension: the first look at one (root → key set → lease), every further look at it, and the
 * weight of the library. The yardstick is one plain WebCrypto verification, measured in the same run.
 */
export async function benchLease(): Promise<BenchResult> {
  const [root, leaseKey] = await Promise.all([makeKey("root"), makeKey("lease")]);
  const roots = [publicRoot(root.jwk, "root")];
  const keys = await sign(
    { iss: server, version: 1, iat: 1, keys: [{ ...leaseKey.jwk, kid: "lease" }] },
    root,
    "lease-keys+jwt",
  );
  const token = await sign(leaseClaims(), leaseKey, "lease+jwt");
  await requireVerified(createVerifier(server, roots)(token, keys));

  const plain = await measure(coldRounds, () => plainVerify(token, leaseKey.publicKey));
  const cold = await measure(coldRounds, () => createVerifier(server, roots)(token, keys));
  const verify = createVerifier(server, roots);
  await verify(token, keys);
  const cached = await measure(cachedRounds, () => verify(token, keys));
  const { gzipBytes } = await buildClient();
  return {
    name: "lease",
    ratios: { webCrypto: plain / cached, coldToWebCrypto: plain / cold },
    coldUs: round(cold),
    cachedUs: round(cached),
    plainUs: round(plain),
    clientGzipBytes: gzipBytes,
  };
}

type Key = Awaited<ReturnType<typeof makeKey>>;

async function makeKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { kid, publicKey, privateKey, jwk: await exportJWK(publicKey) };
}

function publicRoot({ kty = "", crv = "", x = "", y = "" }: Key["jwk"], kid: string) {
  return { kid, kty, crv, x, y };
}

function sign(claims: Record<string, unknown>, { privateKey, kid }: Key, typ: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid, typ }).sign(privateKey);
}

/** As large as a real one: three features, one of them metered. */
function leaseClaims(): Record<string, unknown> {
  const feature = { active: true, reason: "active_subscription", until: null };
  return {
    iss: server,
    aud: "extension",
    sub: "acc_bench",
    device: "dev_bench",
    device_epoch: 0,
    cnf: { jkt: "thumbprint" },
    jti: "bench",
    iat: 1_800_000_000,
    plan: "pro",
    status: "active",
    features: {
      advanced_audio: feature,
      workflow_automation: feature,
      extended_storage: { ...feature, limit: 5120, used: 12 },
    },
    renew_after: 1_800_086_400,
    hard_stop: 1_800_604_800,
    offset_ms: 0,
  };
}

async function plainVerify(token: string, key: CryptoKey): Promise<void> {
  const [head, body, signature = ""] = token.split(".");
  const holds = await crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" },
    key,
    Buffer.from(signature, "base64url"),
    Buffer.from(`${head}.${body}`),
  );
  if (!holds) throw new Error("The yardstick's signature does not hold.");
}

async function requireVerified(verdict: Promise<{ ok: boolean }>): Promise<void> {
  if (!(await verdict).ok) throw new Error("The benchmark's lease does not verify.");
}

/** Microseconds for one call: the median of single calls, after as many to warm up. */
async function measure(rounds: number, work: () => Promise<unknown>): Promise<number> {
  for (let index = 0; index < rounds; index += 1) await work();
  const samples: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const started = performance.now();
    await work();
    samples.push((performance.now() - started) * 1000);
  }
  return samples.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
