import { env } from "@/lib/platform/env";

/** True where browsers reach us over https: cookies are then `Secure`, and their names promise it (RFC 6265bis 4.1.3). */
export function isSecureOrigin(): boolean {
  return env().GATEHOUSE_URL.startsWith("https:");
}

/** The name that a cookie of ours has on this origin. */
export function cookieName(name: string): string {
  return isSecureOrigin() ? `__Secure-${name}` : name;
}

/** The cookies of a `Cookie` header. The first of two with one name counts, which is the one with the longer path. */
export function parseCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, equals).trim();
    if (equals > 0 && !cookies.has(name)) cookies.set(name, decodeCookie(pair.slice(equals + 1).trim()));
  }
  return cookies;
}

function decodeCookie(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A `Set-Cookie` value that scripts can't read and other sites can't send with a POST; `maxAgeSeconds` 0 deletes it. */
export function serializeCookie(name: string, value: string, options: { path: string; maxAgeSeconds: number }): string {
  const parts = [
    `${name}=${encodeURIComponent(value)}`,
    `Path=${options.path}`,
    `Max-Age=${options.maxAgeSeconds}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  if (isSecureOrigin()) parts.push("Secure");
  return parts.join("; ");
}
