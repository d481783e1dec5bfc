import { publicJwks } from "@/lib/identity/keys";
import { publicDocument } from "@/lib/platform/http/public-document";

/**
 * Answers `GET /.well-known/jwks.json`. Caches hold the set for a third of the time for which a key is published before it
 * signs.
 */
export function handleJwks(request: Request): Promise<Response> {
  return publicDocument(request, {
    contentType: "application/jwk-set+json",
    read: async () => JSON.stringify(await publicJwks()),
  });
}
