import { parseCookies } from "@/lib/identity/internal/cookies";
import { deviceFormCookie } from "@/lib/identity/internal/oauth/device-pages";

/** The secret that the form for another device's code must send back; empty before the provider has given one. */
export function deviceFormSecret(cookieHeader: string | null): string {
  return parseCookies(cookieHeader).get(deviceFormCookie().name) ?? "";
}
