/**
 * Where a request comes from, for limits and refusals: the address that the server in front of us, or Next itself,
 * appended last to `X-Forwarded-For`. What stands before it was written by the caller and proves nothing.
 */
export function requestSource(request: Request): string {
  const addresses = request.headers.get("x-forwarded-for")?.split(",") ?? [];
  return addresses.at(-1)?.trim() || "unknown";
}
