import { randomBytes } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A new id with Stripe's prefix for its kind, e.g. `cus_` and 24 letters and digits. */
export function newId(prefix: string, length = 24): string {
  let id = "";
  while (id.length < length) {
    // 248 is the largest multiple of 62 in a byte: refusing the rest keeps every letter equally likely.
    for (const byte of randomBytes(length)) if (byte < 248 && id.length < length) id += alphabet[byte % 62];
  }
  return `${prefix}_${id}`;
}
