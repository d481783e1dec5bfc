import type { EmailChangeRequest } from "@/generated/prisma/client";
import { AppError } from "@/lib/core/errors";
import { hashEmailCode, hashEmailLink } from "@/lib/identity/internal/email-change/email-secrets";
import { type Alongside, replaceEmail } from "@/lib/identity/internal/email-change/replace-email";
import { codeExhausted, codeTries, requireCodesLeft, wrongCode } from "@/lib/identity/internal/sign-in/mail-codes";
import { type OpenSession, requireOpenSession } from "@/lib/identity/session";
import { systemNow } from "@/lib/platform/clock";
import { equalsInConstantTime } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import type { RateLimit } from "@/lib/platform/rate-limit";

/** How many codes may be typed in a day for one new address, by whoever wants it, over all its mails. */
export const emailCodesPerDay: RateLimit = { name: "email-change-code-day", times: 50, withinSeconds: 24 * 60 * 60 };

/** The browser that confirms, and what to do along with the change. */
type Confirmation = { cookies: string | null; alongside: Alongside };

/** What the person who follows the link is asked: whether to replace the one address by the other. */
export type EmailChangeQuestion = { from: string; to: string };

/**
 * What the link of a mail to a new address asks. It asks only the person who wanted it: a stranger who reads that mail
 * can't confirm what somebody else began. Changes nothing: scanners open every link.
 * @throws AppError `unauthenticated`, `link_expired`, `not_found` also for a link that was used or replaced
 */
export async function getEmailChange(wish: { cookies: string | null; token: string }): Promise<EmailChangeQuestion> {
  const { user } = await requireOpenSession(wish.cookies);
  const { email } = await getByLink(user.id, wish.token);
  return { from: user.email, to: email };
}

/**
 * Gives the person their new address, confirmed by the link in any browser where they are signed in. Works once.
 * @throws AppError `unauthenticated`, `link_expired`, `not_found`; `conflict` when the address was taken meanwhile
 */
export async function confirmEmailByLink(wish: Confirmation & { token: string }): Promise<void> {
  const session = await requireOpenSession(wish.cookies);
  const request = await getByLink(session.user.id, wish.token);
  await replaceEmail({ session, request, alongside: wish.alongside });
}

/**
 * Gives the person their new address, confirmed by the code in the browser that asked for it. A try is counted before the
 * code is compared, in one statement, so that many at once get no more than five.
 * @throws AppError `unauthenticated`, `code_wrong`, `code_exhausted`, `link_expired`, `not_found`; `conflict` when the
 * address was taken meanwhile
 */
export async function confirmEmailByCode(wish: Confirmation & { code: string }): Promise<void> {
  const session = await requireOpenSession(wish.cookies);
  const request = await takeTry(session);
  const digits = wish.code.replace(/\D/g, "");
  if (!equalsInConstantTime(request.codeHash, hashEmailCode(session.token, digits))) {
    throw wrongCode(request.codeTries);
  }
  await replaceEmail({ session, request, alongside: wish.alongside });
}

async function takeTry({ id: sessionId, user }: OpenSession): Promise<EmailChangeRequest> {
  const own = { userId: user.id, sessionId };
  const [taken] = await db().emailChangeRequest.updateManyAndReturn({
    where: { ...own, codeTries: { lt: codeTries }, expiresAt: { gt: systemNow() } },
    data: { codeTries: { increment: 1 } },
  });
  if (taken) {
    await requireCodesLeft(emailCodesPerDay, taken.email);
    return taken;
  }
  const request = await db().emailChangeRequest.findUnique({ where: own });
  if (!request) throw unknown();
  throw request.expiresAt <= systemNow() ? expired() : codeExhausted();
}

async function getByLink(userId: string, token: string): Promise<EmailChangeRequest> {
  const request = await db().emailChangeRequest.findUnique({ where: { userId, linkHash: hashEmailLink(token) } });
  if (!request) throw unknown();
  if (request.expiresAt <= systemNow()) throw expired();
  return request;
}

function unknown(): AppError {
  return new AppError(
    "not_found",
    "Nothing waits for this: it was used, replaced or cancelled, or is not this person's.",
  );
}

function expired(): AppError {
  return new AppError("link_expired", "Link and code have expired. Ask for another mail.");
}
