import { publicJwks } from "@/lib/identity/keys";
import { sha256 } from "@/lib/platform/crypto";

/**
 * Answers `GET /.well-known/jwks.json`. The set may be cached for five minutes, a third of the time for which a key is
 * published before it signs, and may be used a day longer while we can't be reached.
 */
export async function handleJwks(request: Request): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  const text = JSON.stringify(await publicJwks());
  const etag = `"${sha256(text).slice(0, 27)}"`;
  const headers = new Headers({
    "Content-Type": "application/jwk-set+json",
    "Cache-Control": "public, max-age=300, stale-if-error=86400",
    "Access-Control-Allow-Origin": "*",
    ETag: etag,
  });
  const known = request.headers.get("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (known.includes(etag) || known.includes(`W/${etag}`)) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : text, { headers });
}
