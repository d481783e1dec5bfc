import { getSignedLeaseKeys } from "@/lib/entitlements/lease-keys";
import { publicDocument } from "@/lib/platform/http/public-document";

/** Answers `GET /.well-known/lease-keys.json`: the same signed keys that go with each lease, as `{"keys": "<jws>"}`. */
export function handleLeaseKeys(request: Request): Promise<Response> {
  return publicDocument(request, {
    contentType: "application/json",
    read: async () => JSON.stringify({ keys: (await getSignedLeaseKeys()).token }),
  });
}
