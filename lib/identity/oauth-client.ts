import { env, extensionIds } from "@/lib/platform/env";

/** The one client: the extension. It is public (it can keep no secret), so PKCE is what binds a code to it. */
export const extensionClientId = "extension";

/** What an extension is given whose user has just paid: what the client library asks for in its sign-in window. */
export const buyerScopes = {
  oidc: "openid offline_access",
  api: "entitlements:read usage:write account:read",
} as const;

/** The address of one of our extensions; null for any other. */
export function redirectUriOf(extensionId: string): string | null {
  return extensionIds().includes(extensionId) ? `https://${extensionId}.chromiumapp.org/` : null;
}

/** Where a code may be sent: the address that `chrome.identity.getRedirectURL()` gives, and no other. */
export function redirectUris(): string[] {
  return redirectOrigins().map((origin) => `${origin}/`);
}

/** The origins of those addresses, for the `form-action` of the consent page. */
export function redirectOrigins(): string[] {
  return extensionIds().map((id) => `https://${id}.chromiumapp.org`);
}

/**
 * True for an origin that may call the token endpoint from a browser: our own pages, and extensions of any browser. The
 * client is public, so this protects nothing by itself; it keeps web pages from reading an answer meant for an extension.
 */
export function mayCallTokenEndpoint(origin: string): boolean {
  return origin === env().GATEHOUSE_URL || /^(chrome|moz|safari-web)-extension:\/\/[\w-]+$/.test(origin);
}
