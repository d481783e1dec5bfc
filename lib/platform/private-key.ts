import { createECDH, createHash } from "node:crypto";
import { CompactSign, compactVerify, importJWK, type JWK } from "jose";
import { z } from "zod";

const algorithm = "ES256";

/** 32 octets in base64url, as RFC 7518 section 6.2 wants each number of a P-256 key. */
const number = z.string().regex(/^[\w-]{43}$/);
const privateJwk = z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: number, y: number, d: number });

/** A private key that a deployment is given in its environment. */
export type PrivateKey = { jwk: JWK; thumbprint: string };

/**
 * The private P-256 key (RFC 7517) in a text as `npm run lease:roots` prints it; null where there is none that could sign.
 * The public half is worked out from the private one and must be what is written beside it, and the thumbprint (RFC 7638) is
 * that half's: however its JSON is written, the same key has the same thumbprint.
 */
export function readPrivateKey(text: string): PrivateKey | null {
  const jwk = parsePrivateJwk(text);
  const publicHalf = jwk && derivePublicHalf(jwk.d);
  if (!jwk || publicHalf?.x !== jwk.x || publicHalf.y !== jwk.y) return null;
  // RFC 7638 section 3.2: these members, in this order.
  const { crv, kty, x, y } = jwk;
  const thumbprint = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
  return { jwk, thumbprint };
}

function parsePrivateJwk(text: string): z.infer<typeof privateJwk> | null {
  try {
    return privateJwk.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

function derivePublicHalf(d: string): { x: string; y: string } | null {
  const pair = createECDH("prime256v1");
  try {
    pair.setPrivateKey(d, "base64url");
  } catch {
    // Zero, or beyond the order of the curve.
    return null;
  }
  const point = pair.getPublicKey();
  return { x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
}

/** True when what the one half signs is verified by the other. */
export async function signsAndVerifies(privateHalf: JWK, publicHalf: JWK): Promise<boolean> {
  try {
    const text = new TextEncoder().encode("Does this key work?");
    const signed = await new CompactSign(text)
      .setProtectedHeader({ alg: algorithm })
      .sign(await importJWK(privateHalf, algorithm));
    await compactVerify(signed, await importJWK(publicHalf, algorithm));
    return true;
  } catch {
    return false;
  }
}
