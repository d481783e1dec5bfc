import type { SignInState } from "@/generated/prisma/enums";
import { AppError } from "@/lib/core/errors";
import { addMs, minuteMs } from "@/lib/core/time";
import { hashBrowser } from "@/lib/identity/internal/sign-in/challenge-secrets";
import { codeTries } from "@/lib/identity/internal/sign-in/mail-codes";
import { hashOneTimeToken, oneTimeTokenLifeMs } from "@/lib/identity/internal/sign-in/one-time-token";
import { systemNow } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

/** How long the browser that asked may take to go on after somebody approved it. */
const approvalLifeMs = 15 * minuteMs;

/** What the waiting page shows. `expired` is a waiting sign-in whose time is up. */
export type WaitingState = {
  state: SignInState | "expired";
  email: string;
  askedAt: Date;
  expiresAt: Date;
  /** Where the sign-in leads, for asking again. */
  callbackPath: string;
  /** False once the code was typed wrongly too often; the link still works. */
  canTypeCode: boolean;
};

/** How the sign-in that this browser asked for stands; null when it asked for none. */
export async function readSignInState(browserSecret: string): Promise<WaitingState | null> {
  const challenge = await db().signInChallenge.findUnique({ where: { browserHash: hashBrowser(browserSecret) } });
  if (!challenge) return null;
  const { state, email, createdAt: askedAt, expiresAt } = challenge;
  const isExpired = state === "waiting" && expiresAt <= systemNow();
  return {
    state: isExpired ? "expired" : state,
    email,
    askedAt,
    expiresAt,
    callbackPath: challenge.callbackUrl,
    canTypeCode: challenge.codeTries < codeTries,
  };
}

/**
 * Hands the approved sign-in of this browser to next-auth: answers with the path that exchanges a token, good for one
 * minute and one use, for a session, and with the token itself, which the browser must also bring as the cookie
 * `handOverCookie`. For that minute the same browser may ask again, since a second click makes a
 * browser drop the answer to the first.
 * @throws AppError `link_used`, `link_expired`, `not_found`, and `conflict` while nobody has approved it.
 */
export async function completeSignIn(browserSecret: string): Promise<{ location: string; token: string }> {
  const token = randomToken();
  const now = systemNow();
  const { email, callbackUrl } = await transaction(async (tx) => {
    const browserHash = hashBrowser(browserSecret);
    await tx.signInChallenge.updateMany({
      where: { browserHash, state: "approved", updatedAt: { gt: addMs(now, -approvalLifeMs) } },
      data: { state: "completed", expiresAt: addMs(now, oneTimeTokenLifeMs) },
    });
    const challenge = await tx.signInChallenge.findUnique({ where: { browserHash } });
    if (challenge?.state !== "completed" || challenge.expiresAt <= now) throw refusalOf(challenge);
    await tx.oneTimeToken.create({
      data: {
        tokenHash: hashOneTimeToken(token),
        identifier: challenge.email,
        expiresAt: addMs(now, oneTimeTokenLifeMs),
      },
    });
    return challenge;
  });
  const query = new URLSearchParams({ token, email, callbackUrl: `${env().GATEHOUSE_URL}${callbackUrl}` });
  return { location: `/api/auth/callback/email?${query}`, token };
}

function refusalOf(challenge: { state: SignInState } | null): AppError {
  switch (challenge?.state) {
    case undefined:
      return new AppError("not_found", "This browser has not asked to sign in.");
    case "waiting":
      return new AppError("conflict", "Open the link in the mail first, or type its code.");
    case "approved":
      return new AppError("link_expired", "This sign-in was confirmed too long ago. Ask for a new mail.");
    default:
      return new AppError("link_used", "This sign-in was already used or stopped. Ask for a new mail.");
  }
}
