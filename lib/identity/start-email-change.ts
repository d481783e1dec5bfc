import { toEmailAddress } from "@/lib/accounts/email-address";
import { findOwnActor } from "@/lib/accounts/home-account";
import { findUserByEmail } from "@/lib/accounts/users";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { addMs, minuteMs } from "@/lib/core/time";
import { isSignInRecent } from "@/lib/identity/email-change";
import { hashEmailCode, hashEmailLink } from "@/lib/identity/internal/email-change/email-secrets";
import { isKept } from "@/lib/identity/internal/sign-in/kept-addresses";
import { newCode } from "@/lib/identity/internal/sign-in/mail-codes";
import { renderAddressNotice } from "@/lib/identity/mails/address-notice";
import { renderCodeMail } from "@/lib/identity/mails/code-mail";
import { type OpenSession, requireOpenSession } from "@/lib/identity/session";
import { type Asker, requireMailsLeftAt } from "@/lib/identity/start-sign-in";
import { systemNow } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { queueMail } from "@/lib/platform/mail";
import { type RateLimit, requireWithinLimit } from "@/lib/platform/rate-limit";

/** How long link and code of one mail can be used. */
const requestLifeMs = 15 * minuteMs;

/** How many mails one person may have sent to addresses that are not theirs yet. */
export const emailChangeMails: RateLimit = { name: "email-change-user", times: 10, withinSeconds: 24 * 60 * 60 };

/**
 * How many such mails one mailbox gets in a day. Counted apart from the mails for signing in, which any caller may ask for:
 * so they can't keep a person from moving to an address.
 */
export const emailChangeMailsPerAddress: RateLimit = {
  name: "email-change-address-day",
  times: 20,
  withinSeconds: 24 * 60 * 60,
};

/**
 * Sends a mail with a link and a code to the address that a person wants to have from now on, which proves that they read
 * its mail. Nothing changes before; a request from before is replaced. The answer never tells whether the address belongs
 * to somebody else here: then its mail says that, and holds nothing to confirm with.
 * @throws AppError `unauthenticated`; `forbidden` when the last sign-in is too long ago; `invalid_request`; `conflict` for
 * the person's own address; `rate_limited`
 */
export async function startEmailChange(wish: Asker & { email: string }): Promise<void> {
  const session = await requireOpenSession(wish.cookies);
  if (!isSignInRecent(session)) throw new AppError("forbidden", "Sign in again before you change your mail address.");
  const email = toEmailAddress(wish.email);
  if (!email) throw new AppError("invalid_request", "This is not a mail address.", { field: "email" });
  if (email === session.user.email) throw new AppError("conflict", "This is the address already.", { field: "email" });
  await sendTo(email, session, wish.source);
}

/**
 * Sends another link and another code to the address that this browser asked for; those before no longer work.
 * @throws AppError `unauthenticated`, `not_found` when this browser waits for none, `rate_limited`
 */
export async function sendEmailChangeAgain({ cookies, source }: Asker): Promise<void> {
  const session = await requireOpenSession(cookies);
  const where = { userId: session.user.id, sessionId: session.id };
  const request = await db().emailChangeRequest.findUnique({ where, select: { email: true } });
  if (!request) throw new AppError("not_found", "This browser has not asked for another mail address.");
  await sendTo(request.email, session, source);
}

async function sendTo(email: string, session: OpenSession, source: string): Promise<void> {
  const { user } = session;
  await requireWithinLimit(emailChangeMails, user.id);
  await requireMailsLeftAt(email, source);
  await requireWithinLimit(emailChangeMailsPerAddress, email);
  const linkToken = randomToken();
  const code = newCode();
  const link = `${env().GATEHOUSE_URL}/mail-address/confirm?token=${linkToken}`;
  const [holder, kept, { actor, accountId }] = await Promise.all([
    findUserByEmail(email),
    isKept(email, user.id),
    findOwnActor(user.id),
  ]);
  const locale = holder?.locale ?? user.locale;
  // The mail to a new address does not say who asked: it may have been mistyped.
  const about = "mails.addressChange";
  const mail =
    holder || kept
      ? {
          kind: "address-taken" as const,
          userId: holder?.id,
          ...(await renderAddressNotice({ kind: "taken", locale, email })),
        }
      : {
          kind: "address-change" as const,
          userId: user.id,
          ...(await renderCodeMail({ about, locale, email, link, code })),
        };
  const request = {
    sessionId: session.id,
    email,
    linkHash: hashEmailLink(linkToken),
    codeHash: hashEmailCode(session.token, code),
    codeTries: 0,
    expiresAt: addMs(systemNow(), requestLifeMs),
    createdAt: systemNow(),
  };
  await transaction(async (tx) => {
    // The request ends with the session that asked, which may have ended since it was looked up.
    const open = await tx.$queryRaw<unknown[]>`select id from session where id = ${session.id}::uuid for key share`;
    if (open.length === 0) throw new AppError("unauthenticated", "Sign in first.");
    const where = { userId: user.id };
    await tx.emailChangeRequest.upsert({ where, create: { ...where, ...request }, update: request });
    await queueMail(tx, { to: email, ...mail });
    const subject = { kind: "user", id: user.id };
    await recordAudit(tx, {
      actor,
      action: "user.email_change_requested",
      subject,
      accountId,
      detail: { to: email },
    });
  });
}
