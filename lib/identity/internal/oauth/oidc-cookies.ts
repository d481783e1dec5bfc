import { cookieName, parseCookies } from "@/lib/identity/internal/cookies";
import { OidcAdapter } from "@/lib/identity/internal/oauth/oidc-adapter";

/** The names of oidc-provider's cookies on this origin. */
export function oidcCookieNames(): { session: string; interaction: string; resume: string } {
  return {
    session: cookieName("gatehouse.oauth"),
    interaction: cookieName("gatehouse.oauth-step"),
    resume: cookieName("gatehouse.oauth-resume"),
  };
}

/** Whom oidc-provider believes to be in this browser (`usr_…`); null when it has no session, or an anonymous one. */
export async function findOauthSessionAccount(cookieHeader: string | null): Promise<string | null> {
  const id = parseCookies(cookieHeader).get(oidcCookieNames().session);
  const session = id ? await new OidcAdapter("Session").find(id) : undefined;
  return session?.accountId ?? null;
}

/** True when oidc-provider has shown this browser a form and waits for it to come back. */
export async function hasOauthForm(cookieHeader: string | null): Promise<boolean> {
  const id = parseCookies(cookieHeader).get(oidcCookieNames().session);
  const session = id ? await new OidcAdapter("Session").find(id) : undefined;
  return session?.state !== undefined;
}

/** Makes oidc-provider forget this browser. */
export async function forgetOauthSession(cookieHeader: string | null): Promise<void> {
  const id = parseCookies(cookieHeader).get(oidcCookieNames().session);
  if (id) await new OidcAdapter("Session").destroy(id);
}

/** A `Cookie` header without oidc-provider's session, so that it starts a new one. */
export function withoutOauthSession(cookieHeader: string | null): string {
  const { session } = oidcCookieNames();
  return (cookieHeader ?? "")
    .split(/;\s*/)
    .filter((pair) => !pair.startsWith(`${session}=`) && !pair.startsWith(`${session}.sig=`))
    .join("; ");
}
