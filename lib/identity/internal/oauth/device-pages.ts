import type { KoaContextWithOIDC } from "oidc-provider";
import { cookieName, isSecureOrigin } from "@/lib/identity/internal/cookies";

/** Our pages for a code that was shown on another device; see app/(site)/connect. */
const formPath = "/connect";

/** The cookie that carries the form's secret from the provider to the page, for ten minutes. */
export function deviceFormCookie(): { name: string; path: string } {
  return { name: cookieName("gatehouse.connect"), path: formPath };
}

/** What went wrong, in a word that the page has a text for. Anything that the provider says otherwise is `failed`. */
const problems: Record<string, string> = {
  NoCodeError: "code_missing",
  NotFoundError: "code_unknown",
  ExpiredError: "code_expired",
  AlreadyUsedError: "code_used",
  AbortedError: "cancelled",
  AccessDenied: "cancelled",
};

/** Sends the browser to the page that asks for the code, with what went wrong the last time, if anything did. */
export function showCodeForm(ctx: KoaContextWithOIDC, _form?: string, out?: unknown, error?: Error): void {
  const { name, path } = deviceFormCookie();
  const secret = ctx.oidc.session?.state?.secret;
  ctx.cookies.set(name, typeof secret === "string" ? secret : "", {
    path,
    httpOnly: true,
    sameSite: "lax",
    secure: isSecureOrigin(),
    signed: false,
    maxAge: 10 * 60 * 1000,
  });
  const query = new URLSearchParams();
  const prefilled = ctx.query.prefill;
  if (typeof prefilled === "string") query.set("user_code", prefilled);
  if (out) query.set("error", problems[error?.name ?? ""] ?? "failed");
  redirect(ctx, `${formPath}/code?${query}`);
}

/** Sends the browser to the page that says that the other device is connected. */
export function showDeviceConnected(ctx: KoaContextWithOIDC): void {
  redirect(ctx, `${formPath}/done`);
}

function redirect(ctx: KoaContextWithOIDC, path: string): void {
  ctx.status = 303;
  ctx.redirect(path);
}
