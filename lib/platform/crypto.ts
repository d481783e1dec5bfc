import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "@/lib/platform/env";
import { singleton } from "@/lib/platform/registry";

/** What a key is derived for: a key of one purpose is of no use for another. */
type KeyUse = "seal" | "digest" | "next-auth" | "oidc-cookies" | "known-browser";

/** A 32-byte key for one purpose, derived from GATEHOUSE_SECRET with HKDF (RFC 5869). */
export function deriveKey(use: KeyUse): Buffer {
  return singleton(`key:${use}`, () =>
    Buffer.from(hkdfSync("sha256", env().GATEHOUSE_SECRET, "gatehouse", `gatehouse/${use}/v1`, 32)),
  );
}

/** Encrypts a text for storage (AES-256-GCM); `unseal` gives it back. */
export function seal(text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey("seal"), iv);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** The text that `seal` was given. @throws Error when it was altered, or sealed under another secret. */
export function unseal(sealed: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", deriveKey("seal"), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** SHA-256 in base64url: how secrets that are only ever compared are kept. */
export function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("base64url");
}

/** A MAC of these texts (HMAC-SHA-256 in base64url), which can't be made without GATEHOUSE_SECRET. */
export function mac(use: KeyUse, ...parts: string[]): string {
  const hmac = createHmac("sha256", deriveKey(use));
  for (const part of parts) hmac.update(part).update("\0");
  return hmac.digest("base64url");
}

/** The id that belongs to these parts, always the same one: a UUID of version 8 (RFC 9562 section 5.8) from their SHA-256. */
export function derivedUuid(...parts: string[]): string {
  const hex = Buffer.from(sha256(...parts), "base64url").toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** A random token of 256 bits, safe in an address. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares two texts in a time that does not tell where they differ. */
export function equalsInConstantTime(left: string, right: string): boolean {
  return timingSafeEqual(createHash("sha256").update(left).digest(), createHash("sha256").update(right).digest());
}
