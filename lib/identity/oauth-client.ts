import { extensionIds } from "@/lib/platform/env";

/** The one client: the extension. It is public (it can keep no secret), so PKCE is what binds a code to it. */
export const extensionClientId = "extension";

/** What an access token may be used for. `openid` and `offline_access` are the protocol's own. */
export const apiScopes = ["entitlements:read", "usage:write", "account:read"] as const;
export type ApiScope = (typeof apiScopes)[number];

/** Where a code may be sent: the address that `chrome.identity.getRedirectURL()` gives, and no other. */
export function redirectUris(): string[] {
  return redirectOrigins().map((origin) => `${origin}/`);
}

/** The origins of those addresses, for the `form-action` of the consent page. */
export function redirectOrigins(): string[] {
  return extensionIds().map((id) => `https://${id}.chromiumapp.org`);
}

/** True for a page of one of our extensions: they may read the token endpoint's answers. */
export function isExtensionOrigin(origin: string): boolean {
  return extensionIds().some((id) => origin === `chrome-extension://${id}`);
}
