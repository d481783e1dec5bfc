/**
 * True when an `If-None-Match` header names this entity tag, so that 304 is the answer (RFC 9110 section 13.1.2). Tags are
 * compared weakly: a proxy that compresses marks ours as weak.
 */
export function isHeld(ifNoneMatch: string | null, etag: string): boolean {
  const held = (ifNoneMatch ?? "").split(",").map((tag) => tag.trim());
  return [etag, `W/${etag}`, "*"].some((tag) => held.includes(tag));
}
