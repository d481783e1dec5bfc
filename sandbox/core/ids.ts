import { randomBytes } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Chance comes in blocks: asking the system for every id would cost more than all the rest of making it. */
const blockBytes = 8_192;
let block = Buffer.alloc(0);
let used = 0;

function nextByte(): number {
  if (used === block.length) {
    block = randomBytes(blockBytes);
    used = 0;
  }
  used += 1;
  return block[used - 1] ?? 0;
}

/** A new id with Stripe's prefix for its kind, e.g. `cus_` and 24 letters and digits. */
export function newId(prefix: string, length = 24): string {
  let id = "";
  while (id.length < length) {
    const byte = nextByte();
    // 248 is the largest multiple of 62 in a byte: refusing the rest keeps every letter equally likely.
    if (byte < 248) id += alphabet[byte % 62];
  }
  return `${prefix}_${id}`;
}
