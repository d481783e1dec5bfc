import { createHash, randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { demoExtensionId } from "@/lib/platform/demo-secrets";
import { appUrl } from "./stack";

const redirectUri = `https://${demoExtensionId}.chromiumapp.org/`;
const scope = "openid offline_access entitlements:read usage:write account:read";

export type Tokens = { access_token: string; refresh_token: string };

/** The address that an extension opens to sign in, and what it needs to redeem the code afterwards. */
export function authorizationRequest(): { url: string; verifier: string; state: string } {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(8).toString("base64url");
  const query = new URLSearchParams({
    client_id: "extension",
    response_type: "code",
    redirect_uri: redirectUri,
    scope,
    state,
    prompt: "consent",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  return { url: `${appUrl}/oauth/authorize?${query}`, verifier, state };
}

/** Exchanges what the extension holds for tokens; the answer as it comes. */
export async function redeem(parameters: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ client_id: "extension", ...parameters });
  return fetch(`${appUrl}/oauth/token`, { method: "POST", body });
}

/** Signs the extension in as whoever is signed in on this page: the consent is given by a click. */
export async function connectExtension(page: Page): Promise<Tokens> {
  const { url, verifier, state } = authorizationRequest();
  const arrived = catchRedirect(page);
  await page.goto(url);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  const answer = await arrived;
  expect(answer.get("state")).toBe(state);
  const response = await redeem({
    grant_type: "authorization_code",
    code: answer.get("code") ?? "",
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Tokens;
}

/** What the provider sends to the extension's own address, which no server answers. */
export async function catchRedirect(page: Page): Promise<URLSearchParams> {
  return new Promise((resolve) => {
    void page.route(`${redirectUri}**`, async (route) => {
      resolve(new URL(route.request().url()).searchParams);
      await route.fulfill({ contentType: "text/html", body: "<title>Back in the extension</title>" });
    });
  });
}

/** What the API answers the extension about all features. */
export async function fetchEntitlements(tokens: Tokens) {
  const answer = await fetch(`${appUrl}/api/v1/entitlements`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  expect(answer.status).toBe(200);
  return answer.json();
}
