import { POST as approveAddress } from "@/app/(site)/mail-address/approve/route";
import { POST as restoreAddress } from "@/app/(site)/mail-address/restore/route";
import { POST as decide } from "@/app/oauth/interaction/[uid]/decision/route";
import { handleAuth } from "@/lib/identity/handle-auth";
import { handleOauth } from "@/lib/identity/handle-oauth";
import { createSession, sessionCookieName } from "@/lib/identity/session";
import {
  handleOutsideSignIn,
  handleSignInCode,
  handleSignInCompletion,
  handleSignInDecision,
  handleSignInStart,
  handleSignInState,
  handleSignOut,
} from "@/lib/identity/sign-in-forms";
import { env } from "@/lib/platform/env";
import "@/tests/installed-modules";

type Handler = (request: Request) => Promise<Response>;

const handlers: [path: string | RegExp, handler: Handler][] = [
  ["/api/auth/", handleAuth],
  [/^\/oauth\/interaction\/[^/]+\/decision$/, decide],
  ["/oauth/", handleOauth],
  ["/.well-known/", handleOauth],
  ["/sign-in/start", handleSignInStart],
  ["/sign-in/code", handleSignInCode],
  ["/sign-in/approve", handleSignInDecision],
  ["/sign-in/complete", handleSignInCompletion],
  ["/sign-in/state", handleSignInState],
  ["/sign-in/with", handleOutsideSignIn],
  ["/sign-out", handleSignOut],
  ["/mail-address/approve", approveAddress],
  ["/mail-address/restore", restoreAddress],
];

export const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/**
 * A browser without a screen: it keeps cookies by path and calls the very handlers that the server serves. Pages are
 * not rendered; `follow` stops where one would be.
 */
export class FakeBrowser {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  constructor(readonly userAgent = firefox) {}

  /** Signs a person in by writing a session, as the sign-in would have. */
  async signIn(userId: string): Promise<this> {
    const { token } = await createSession(userId);
    this.#cookies.set(sessionCookieName(), { value: token, path: "/" });
    return this;
  }

  /** Sends one request and keeps the cookies of the answer. */
  async fetch(target: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(target, env().GATEHOUSE_URL);
    const handler = handlers.find(([path]) =>
      typeof path === "string" ? url.pathname.startsWith(path) : path.test(url.pathname),
    )?.[1];
    if (!handler) throw new Error(`Nothing serves ${url.pathname}.`);
    const headers = new Headers({ "user-agent": this.userAgent, "x-forwarded-for": "192.0.2.7" });
    headers.set("cookie", this.cookieHeader(url.pathname));
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const response = await handler(new Request(url, { ...init, headers }));
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  /** Posts a form, as a page of ours would unless told otherwise. */
  post(
    target: string,
    form: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.fetch(target, {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: env().GATEHOUSE_URL,
        "sec-fetch-site": "same-origin",
        ...headers,
      },
    });
  }

  /** Follows redirects until one leads to a page, or away from here, and returns that address. */
  async follow(response: Response): Promise<string> {
    let current = response;
    for (let hops = 0; hops < 10; hops += 1) {
      const location = current.headers.get("location");
      if (!location) throw new Error(`No redirect, but ${current.status}: ${await current.text()}`);
      const url = new URL(location, env().GATEHOUSE_URL);
      const isServed =
        url.origin === env().GATEHOUSE_URL && /^\/(api\/auth|oauth\/(authorize|device))\b/.test(url.pathname);
      if (!isServed) return url.href.replace(env().GATEHOUSE_URL, "");
      current = await this.fetch(url.href);
    }
    throw new Error("Too many redirects.");
  }

  cookieHeader(pathname: string): string {
    return [...this.#cookies]
      .filter(([, { path }]) => pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");
  }

  #keep(cookie: string): void {
    const [pair = "", ...attributes] = cookie.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf("="));
    const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? "/";
    const isGone = attributes.some((part) => /^max-age=0$/i.test(part) || /^expires=.*1970/i.test(part));
    if (isGone) this.#cookies.delete(name);
    else this.#cookies.set(name, { value: pair.slice(name.length + 1), path });
  }
}
