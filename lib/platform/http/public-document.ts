import { sha256 } from "@/lib/platform/crypto";
import { isHeld } from "@/lib/platform/http/if-none-match";
import { problemResponse, toAppError } from "@/lib/platform/http/problem";
import { logger } from "@/lib/platform/logger";

/**
 * Answers a GET of a text that anyone may read: 304 to whoever has it. Caches may hold it for five minutes, and use it a
 * day longer while we can't be reached. Where the text can't be made that is logged, and the answer says so.
 */
export async function publicDocument(
  request: Request,
  document: { contentType: string; read: () => Promise<string> },
): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  let text: string;
  try {
    text = await document.read();
  } catch (error) {
    logger().error({ err: error, where: `GET ${new URL(request.url).pathname}` }, "a request failed");
    return problemResponse(toAppError(error), null);
  }
  const etag = `"${sha256(text).slice(0, 27)}"`;
  const headers = new Headers({
    "Content-Type": document.contentType,
    "Cache-Control": "public, max-age=300, stale-if-error=86400",
    "Access-Control-Allow-Origin": "*",
    ETag: etag,
  });
  if (isHeld(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : text, { headers });
}
