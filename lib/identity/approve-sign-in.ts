import { AppError } from "@/lib/core/errors";
import { hashBrowser, hashCode, hashLink } from "@/lib/identity/internal/sign-in/challenge-secrets";
import { findKnownBrowser } from "@/lib/identity/internal/sign-in/known-browser";
import { codeExhausted, codeTries, requireCodesLeft, wrongCode } from "@/lib/identity/internal/sign-in/mail-codes";
import { systemNow } from "@/lib/platform/clock";
import { equalsInConstantTime } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import type { RateLimit } from "@/lib/platform/rate-limit";
import { recordRefusal } from "@/lib/platform/refusals";

/**
 * How many codes, right or wrong, may be typed for one address in a day, over all its mails: of a million values that is
 * one in ten thousand. After that its links go on working, so that nobody is shut out by somebody else's guesses.
 */
export const codeTriesPerDay: RateLimit = { name: "sign-in-code-day", times: 100, withinSeconds: 24 * 60 * 60 };
/** The same for browsers that were signed in as this address; guesses from other browsers don't count here. */
const knownCodeTriesPerDay: RateLimit = {
  name: "sign-in-known-code-day",
  times: 100,
  withinSeconds: 24 * 60 * 60,
};

/** What the person who opened the mail is told before they decide. */
export type SignInRequest = { browserName: string; askedAt: Date; email: string };

/**
 * The request that a mail's link belongs to, as long as it can be decided. Changes nothing: scanners open every link. A
 * link that can't be used any more is noted for staff.
 * @throws AppError `link_used`, `link_expired`, `not_found`
 */
export async function getSignInRequest(token: string): Promise<SignInRequest> {
  const linkHash = hashLink(token);
  const challenge = await db().signInChallenge.findUnique({ where: { linkHash } });
  const refusal = challenge ? refusalOf(challenge) : unknownLink();
  if (refusal) {
    const { code, message } = refusal;
    // An unknown token is any text that somebody thought of; refusals of those share a row.
    const source = challenge ? linkHash : undefined;
    recordRefusal({ kind: code, where: "/sign-in/confirm", detail: message, source });
  }
  if (!challenge || refusal) throw refusal;
  return { browserName: challenge.browserName, askedAt: challenge.createdAt, email: challenge.email };
}

function refusalOf(challenge: { state: string; expiresAt: Date }): AppError | null {
  if (challenge.state !== "waiting") return usedLink();
  return challenge.expiresAt <= systemNow() ? expiredLink() : null;
}

/**
 * Lets the browser that asked go on. Works once.
 * @returns whether this is the browser that asked, so that it can go straight on.
 * @throws AppError `link_used`, `link_expired`, `not_found`
 */
export async function approveByLink(token: string, browserSecret: string | null): Promise<{ isSameBrowser: boolean }> {
  await decideByLink(token, "approved");
  const browserHash = browserSecret ? hashBrowser(browserSecret) : "";
  const asked = await db().signInChallenge.count({ where: { linkHash: hashLink(token), browserHash } });
  return { isSameBrowser: asked > 0 };
}

/**
 * Stops the sign-in that a mail was sent for, because whoever got the mail did not ask for it. Staff see that it happened.
 * @throws AppError `link_used`, `link_expired`, `not_found`
 */
export async function cancelByLink(token: string): Promise<void> {
  await decideByLink(token, "cancelled");
  recordRefusal({
    kind: "forbidden",
    where: "/sign-in/confirm",
    detail: "The owner of a mail address says that they did not ask to sign in.",
    source: hashLink(token),
  });
}

async function decideByLink(token: string, state: "approved" | "cancelled"): Promise<void> {
  const linkHash = hashLink(token);
  const decided = await db().signInChallenge.updateMany({
    where: { linkHash, state: "waiting", expiresAt: { gt: systemNow() } },
    data: { state },
  });
  if (decided.count === 1) return;
  const challenge = await db().signInChallenge.findUnique({ where: { linkHash }, select: { state: true } });
  if (!challenge) throw unknownLink();
  throw challenge.state === "waiting" ? expiredLink() : usedLink();
}

/**
 * Lets this browser go on, if it asked and the code is the one from the mail. A try is taken before the code is
 * compared, in one statement, so no number of requests at once gets a sixth; and each counts for its address and day.
 * @throws AppError `code_wrong`, `code_exhausted`, `link_used`, `link_expired`, `not_found`
 */
export async function approveByCode(attempt: {
  browserSecret: string;
  code: string;
  cookies: string | null;
}): Promise<void> {
  const browserHash = hashBrowser(attempt.browserSecret);
  const digits = attempt.code.replace(/\D/g, "");
  const [taken] = await db().signInChallenge.updateManyAndReturn({
    where: { browserHash, state: "waiting", codeTries: { lt: codeTries }, expiresAt: { gt: systemNow() } },
    data: { codeTries: { increment: 1 } },
    select: { id: true, email: true, codeHash: true, codeTries: true },
  });
  if (!taken) throw await codeRefusal(browserHash);
  const isKnown = findKnownBrowser(attempt.cookies, taken.email) !== null;
  await requireCodesLeft(isKnown ? knownCodeTriesPerDay : codeTriesPerDay, taken.email);
  if (!equalsInConstantTime(taken.codeHash, hashCode(attempt.browserSecret, digits))) {
    throw wrongCode(taken.codeTries);
  }
  const approved = await db().signInChallenge.updateMany({
    where: { id: taken.id, state: "waiting" },
    data: { state: "approved" },
  });
  if (approved.count === 0) throw await codeRefusal(browserHash);
}

async function codeRefusal(browserHash: string): Promise<AppError> {
  const challenge = await db().signInChallenge.findUnique({ where: { browserHash } });
  if (!challenge) return new AppError("not_found", "This browser has not asked to sign in.");
  if (challenge.state !== "waiting") {
    return new AppError("link_used", "This sign-in was already decided: the link or the code was used.");
  }
  return challenge.expiresAt <= systemNow() ? expiredLink() : codeExhausted();
}

function unknownLink(): AppError {
  return new AppError("not_found", "This sign-in link is not one of ours, or it is more than a day old.");
}

function usedLink(): AppError {
  return new AppError("link_used", "This sign-in link was already used. Ask for a new one.");
}

function expiredLink(): AppError {
  return new AppError("link_expired", "This sign-in has expired. Ask for a new mail.");
}
