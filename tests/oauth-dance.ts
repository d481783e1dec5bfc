import { createHash } from "node:crypto";
import { ensureUser } from "@/lib/accounts/users";
import { findInteraction } from "@/lib/identity/interactions";
import { redirectUris } from "@/lib/identity/oauth-client";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { randomToken } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress } from "@/tests/mailbox";
import { writtenRefusals } from "@/tests/written-refusals";

export const redirectUri = redirectUris()[0] ?? "";
const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");
export const refusals = async (kind: string) => (await writtenRefusals()).findMany({ where: { kind } });

export async function newPerson() {
  return transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en" }));
}

export function authorizeUrl(verifier: string, changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: "extension",
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid entitlements:read usage:write account:read",
    code_challenge: challengeOf(verifier),
    code_challenge_method: "S256",
    state: "some-state",
    ...changes,
  });
  return `/oauth/authorize?${query}`;
}

/** Follows the interaction from its page: says who is signed in where that is asked, then decides. */
export async function decide(browser: FakeBrowser, page: string, decision: "allow" | "deny"): Promise<string> {
  const uid = /^\/oauth\/interaction\/([\w-]+)$/.exec(page)?.[1] ?? "";
  const pending = await findInteraction(uid, browser.cookieHeader(page));
  if (pending?.prompt === "login") {
    return decide(browser, await browser.follow(await browser.fetch(`${page}/login`)), decision);
  }
  if (pending?.prompt !== "consent") throw new Error(`Nothing to decide at ${page}.`);
  return browser.follow(await browser.post(`${page}/decision`, { decision }));
}

export async function authorize(browser: FakeBrowser, verifier: string): Promise<URL> {
  const page = await browser.follow(await browser.fetch(authorizeUrl(verifier)));
  return new URL(await decide(browser, page, "allow"));
}

export async function token(form: Record<string, string>) {
  const response = await new FakeBrowser().post("/oauth/token", { client_id: "extension", ...form });
  return { status: response.status, body: await response.json() };
}

export const exchange = (code: string, verifier: string) =>
  token({ grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri });
export const refresh = (refreshToken: string) => token({ grant_type: "refresh_token", refresh_token: refreshToken });

/** A person whose extension has just been connected, with its tokens. */
export async function connected() {
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  const verifier = randomToken();
  const back = await authorize(browser, verifier);
  const code = back.searchParams.get("code") ?? "";
  const { body } = await exchange(code, verifier);
  return { person, browser, verifier, code, back, body, facts: await verifyAccessToken(body.access_token) };
}
