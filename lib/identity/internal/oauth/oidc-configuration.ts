import {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  type ResourceServer,
} from "oidc-provider";
import { findUser } from "@/lib/accounts/users";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import { dayMs, hourMs, minuteMs, secondMs } from "@/lib/core/time";
import { isSecureOrigin } from "@/lib/identity/internal/cookies";
import type { KeySet } from "@/lib/identity/internal/keys/key-store";
import { signingAlgorithm } from "@/lib/identity/internal/keys/key-store";
import { deviceClaims } from "@/lib/identity/internal/oauth/device-claims";
import { showCodeForm, showDeviceConnected } from "@/lib/identity/internal/oauth/device-pages";
import { deviceParamChecks } from "@/lib/identity/internal/oauth/device-params";
import { renderOauthError } from "@/lib/identity/internal/oauth/oauth-error-page";
import { OidcAdapter } from "@/lib/identity/internal/oauth/oidc-adapter";
import { oidcCookieNames } from "@/lib/identity/internal/oauth/oidc-cookies";
import { nameBrowser } from "@/lib/identity/internal/sign-in/browser-name";
import { extensionClientId, mayCallTokenEndpoint, redirectUris } from "@/lib/identity/oauth-client";
import { findUserByCookies } from "@/lib/identity/session";
import { apiAudience } from "@/lib/identity/verify-access-token";
import { deriveKey } from "@/lib/platform/crypto";
import { apiScopes } from "@/lib/platform/installed";

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

const seconds = (ms: number) => ms / secondMs;
/** Epochs end a token at once, so its life says only how often an open browser must refresh it (ADR 0076). */
const accessTokenTtl = seconds(hourMs);

/** How the provider is set up. Built anew with each change of the keys, since a provider's keys are fixed for its life. */
export function oidcConfiguration(keys: KeySet): Configuration {
  const cookieOptions = { httpOnly: true, sameSite: "lax", signed: true, secure: isSecureOrigin() } as const;
  return {
    adapter: OidcAdapter,
    jwks: { keys: [keys.current.privateJwk] },
    clients: [
      {
        client_id: extensionClientId,
        client_name: "Gatehouse extension",
        application_type: "web",
        token_endpoint_auth_method: "none",
        redirect_uris: redirectUris(),
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token", deviceGrant],
        id_token_signed_response_alg: signingAlgorithm,
      },
    ],
    clientAuthMethods: ["none"],
    responseTypes: ["code"],
    scopes: ["openid", "offline_access", ...Object.keys(apiScopes())],
    extraParams: deviceParamChecks,
    pkce: { required: () => true },
    // A code is exchanged with the address it was asked for (RFC 6749 section 4.1.3), also where one alone is registered.
    allowOmittingSingleRegisteredRedirectUri: false,
    enabledJWA: { idTokenSigningAlgValues: [signingAlgorithm] },
    routes: {
      authorization: "/oauth/authorize",
      token: "/oauth/token",
      revocation: "/oauth/revoke",
      device_authorization: "/oauth/device/auth",
      code_verification: "/oauth/device",
      jwks: "/.well-known/jwks.json",
      end_session: "/oauth/end-session",
    },
    cookies: {
      names: oidcCookieNames(),
      keys: [deriveKey("oidc-cookies").toString("base64url")],
      long: { ...cookieOptions, path: "/oauth" },
      short: cookieOptions,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      // Whoever holds a refresh token may give it back; the token itself is the proof.
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiAudience(),
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => resourceServer(resource),
      },
      deviceFlow: {
        enabled: true,
        charset: "base-20",
        mask: "****-****",
        deviceInfo: (ctx) => ({ name: nameBrowser(ctx.get("user-agent")) }),
        userCodeInputSource: showCodeForm,
        userCodeConfirmSource: (ctx) => showCodeForm(ctx),
        successSource: showDeviceConnected,
      },
    },
    interactions: {
      url: (_ctx, interaction) => `/oauth/interaction/${interaction.uid}`,
      policy: policy(),
    },
    findAccount: (_ctx, sub) => findOauthAccount(sub),
    // Every connection is asked for, so that each device has a grant of its own; none is reused in silence.
    loadExistingGrant: (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId ? ctx.oidc.provider.Grant.find(grantId) : undefined;
    },
    extraTokenClaims: (_ctx, token) => deviceClaims("grantId" in token ? token.grantId : undefined),
    // A device stays connected when the browser's own session ends: its owner disconnects it in the portal.
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    rotateRefreshToken: () => true,
    revokeGrantPolicy: () => true,
    clientBasedCORS: (_ctx, origin) => mayCallTokenEndpoint(origin),
    renderError: renderOauthError,
    ttl: {
      AccessToken: accessTokenTtl,
      IdToken: seconds(hourMs),
      AuthorizationCode: seconds(minuteMs),
      DeviceCode: seconds(10 * minuteMs),
      Interaction: seconds(hourMs),
      Session: seconds(hourMs),
      RefreshToken: seconds(90 * dayMs),
      // As long as its device is connected.
      Grant: seconds(3650 * dayMs),
    },
  };
}

/** The API, which every token is for. @throws InvalidTarget for any other resource. */
function resourceServer(resource: string): ResourceServer {
  if (resource !== apiAudience()) throw new errors.InvalidTarget(`the only resource is ${apiAudience()}`);
  return {
    audience: apiAudience(),
    scope: Object.keys(apiScopes()).join(" "),
    accessTokenTTL: accessTokenTtl,
    accessTokenFormat: "jwt",
    jwt: { sign: { alg: signingAlgorithm } },
  };
}

/** Asks next-auth who is there, at every step: a session of the provider's own never speaks for anyone else. */
function policy(): interactionPolicy.DefaultPolicy {
  const prompts = interactionPolicy.base();
  prompts
    .get("login")
    ?.checks.add(
      new interactionPolicy.Check(
        "gatehouse_session",
        "the person who is signed in to the site is not the one of this authorization",
        "login_required",
        async (ctx) => (await isSiteUser(ctx)) === false,
      ),
    );
  return prompts;
}

async function isSiteUser(ctx: KoaContextWithOIDC): Promise<boolean> {
  const user = await findUserByCookies(ctx.get("cookie"));
  return user !== null && ctx.oidc.session?.accountId === toPublicId("user", user.id);
}

async function findOauthAccount(sub: string) {
  const user = await findUser(fromPublicId("user", sub));
  return user ? { accountId: sub, claims: () => ({ sub }) } : undefined;
}
