import { randomText, sha256 } from "./encoding";
import { GatehouseError } from "./errors";
import { postForm } from "./http";
import type { Platform } from "./platform";
import { clientId, type Session } from "./session";

export const scope = "openid offline_access entitlements:read usage:write account:read";

/** What each authorization says about this installation. */
export type DeviceFacts = { device_key: string; client_version: string };

/** What every sign-in flow needs. */
export type SignInContext = {
  platform: Platform;
  session: Session;
  server: string;
  deviceFacts: () => Promise<DeviceFacts>;
};

/**
 * Shows the sign-in window and keeps the tokens it leads to (RFC 6749 with PKCE, RFC 7636). Best run in the service worker:
 * a popup closes under the window.
 * @throws GatehouseError `sign_in_…`, `redirect_mismatch`, `offline`
 */
export async function signInWithWindow(context: SignInContext): Promise<void> {
  const { platform, server, deviceFacts } = context;
  const redirectUri = platform.redirectUrl();
  if (redirectUri === null) throw new GatehouseError("misconfigured", "identity");
  const [verifier, state] = [randomText(), randomText()];
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope,
    prompt: "consent",
    state,
    code_challenge: await sha256(verifier),
    code_challenge_method: "S256",
    ...(await deviceFacts()),
  });
  const arrived = await platform.openSignIn(`${server}/oauth/authorize?${query}`).catch((error: unknown) => {
    throw closedOrUnreachable(error);
  });
  const code = readRedirect(arrived, { redirectUri, state, server });
  await redeemCode(context, { code, verifier, redirectUri });
}

/** Redeems an authorization code and keeps the tokens. @throws GatehouseError */
export async function redeemCode(
  { platform, session, server }: SignInContext,
  { code, verifier, redirectUri }: { code: string; verifier: string; redirectUri: string },
): Promise<void> {
  const answer = await postForm(platform, `${server}/oauth/token`, {
    client_id: clientId,
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });
  await session.begin(answer);
}

/** Chrome has one rejection for all; its text alone tells a page that did not load from a window that was closed. */
function closedOrUnreachable(error: unknown): GatehouseError {
  const text = String(error);
  return new GatehouseError(/could not be loaded/i.test(text) ? "offline" : "sign_in_closed", text);
}

type Expected = { redirectUri: string; state: string; server: string };

/** The code of a redirect, which must be to us, for this sign-in, and from our server (RFC 9207). @throws GatehouseError */
function readRedirect(arrived: string, { redirectUri, state, server }: Expected): string {
  if (!URL.canParse(arrived)) throw new GatehouseError("sign_in_closed");
  const url = new URL(arrived);
  if (`${url.origin}${url.pathname}` !== redirectUri) throw new GatehouseError("redirect_mismatch", url.origin);
  const parameters = url.searchParams;
  const issuer = parameters.get("iss");
  const isOurs = parameters.get("state") === state && (issuer === null || issuer === server);
  if (!isOurs) throw new GatehouseError("sign_in_mismatch");
  const error = parameters.get("error");
  if (error !== null) {
    const code = error === "access_denied" ? "sign_in_refused" : "sign_in_failed";
    throw new GatehouseError(code, parameters.get("error_description") ?? error);
  }
  const code = parameters.get("code");
  if (!code) throw new GatehouseError("sign_in_failed");
  return code;
}
