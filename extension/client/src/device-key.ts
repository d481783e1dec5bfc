import { sha256 } from "./encoding";
import type { Platform } from "./platform";

/**
 * The thumbprint (RFC 7638) of this installation's key pair, which is made on first use. The private half can't be read by
 * anyone, so a lease that is copied to another computer finds another thumbprint there.
 */
export function deviceThumbprint(platform: Platform): () => Promise<string> {
  let known: Promise<string> | null = null;
  return () => {
    known ??= compute(platform).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function compute(platform: Platform): Promise<string> {
  const pair = await platform.keepKeyPair(() =>
    crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]),
  );
  const { crv, kty, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return sha256(JSON.stringify({ crv, kty, x, y }));
}
