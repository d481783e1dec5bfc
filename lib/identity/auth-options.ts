import type { NextAuthOptions } from "next-auth";
import { dayMs, secondMs } from "@/lib/core/time";
import { parseCallbackPath } from "@/lib/identity/callback-path";
import { isSecureOrigin } from "@/lib/identity/internal/cookies";
import { nextAuthAdapter } from "@/lib/identity/internal/sign-in/next-auth-adapter";
import { nextAuthSecret } from "@/lib/identity/internal/sign-in/one-time-token";
import { hasVerifiedEmail, outsideProviders } from "@/lib/identity/internal/sign-in/outside-providers";
import { sessionCookieName, sessionLifeMs } from "@/lib/identity/session";
import { randomToken } from "@/lib/platform/crypto";
import { env, tellNextAuthItsAddress } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { singleton } from "@/lib/platform/registry";

declare module "next-auth" {
  interface Session {
    user: { id: string; email: string; name: string | null };
  }
}

/** How next-auth signs people in here: database sessions, our pages, our tables. Read when first needed, not at build time. */
export function authOptions(): NextAuthOptions {
  return singleton("auth-options", createOptions);
}

function createOptions(): NextAuthOptions {
  tellNextAuthItsAddress();
  return {
    adapter: nextAuthAdapter(),
    secret: nextAuthSecret(),
    useSecureCookies: isSecureOrigin(),
    providers: [mailProvider(), ...outsideProviders()],
    session: {
      strategy: "database",
      maxAge: sessionLifeMs / secondMs,
      updateAge: dayMs / secondMs,
      generateSessionToken: randomToken,
    },
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecureOrigin() },
      },
    },
    pages: { signIn: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in/check-mail", signOut: "/" },
    callbacks: {
      signIn: ({ account, profile }) =>
        account?.type === "email" || hasVerifiedEmail(profile) ? true : "/sign-in?error=EmailNotVerified",
      redirect: ({ url, baseUrl }) => `${baseUrl}${parseCallbackPath(url, baseUrl) ?? "/"}`,
      session: ({ session, user }) => ({
        ...session,
        user: { id: user.id, email: user.email, name: user.name ?? null },
      }),
    },
    logger: {
      error: (code, metadata) =>
        logger().warn({ code, err: metadata instanceof Error ? metadata : metadata.error }, "next-auth"),
      warn: (code) => logger().debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/**
 * next-auth's side of the sign-in by mail: it exchanges a one-time token for a session. The mail itself is sent by
 * `startSignIn`; next-auth never sends one.
 */
function mailProvider(): NextAuthOptions["providers"][number] {
  return {
    id: "email",
    type: "email",
    name: "Email",
    server: "",
    from: env().MAIL_FROM,
    maxAge: 60,
    sendVerificationRequest: () => {
      throw new Error("Sign-in mails are sent by startSignIn alone.");
    },
    options: {},
  };
}
