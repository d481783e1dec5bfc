import { env } from "@/lib/platform/env";

/**
 * Where a request comes from, for limits and refusals. The front door appends the peer of the connection to
 * `X-Forwarded-For`; each proxy in front that TRUSTED_PROXIES counts stands one place further left. What stands before that was written by
 * the caller and proves nothing.
 */
export function requestSource(request: Pick<Request, "headers">): string {
  const addresses = request.headers.get("x-forwarded-for")?.split(",") ?? [];
  return addresses.at(-1 - env().TRUSTED_PROXIES)?.trim() || addresses[0]?.trim() || "unknown";
}
