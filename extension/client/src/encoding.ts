const decoder = new TextDecoder("utf-8", { fatal: true });

/** Base64url without padding (RFC 4648 section 5). */
function toBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of base64url. @throws on anything else */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new TypeError();
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Text as UTF-8. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

/** A JSON object in base64url, as the parts of a token are. @throws on anything else */
export function decodeObject(part: string | undefined): Record<string, unknown> {
  const value: unknown = JSON.parse(decoder.decode(fromBase64url(part ?? "")));
  if (!isObject(value)) throw new TypeError();
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The SHA-256 of a text, in base64url. */
export async function sha256(text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", toBytes(text))));
}

/** 256 random bits, in base64url. */
export function randomText(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)));
}
