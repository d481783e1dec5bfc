import { findOwnActor } from "@/lib/accounts/home-account";
import { recordAudit } from "@/lib/audit/record";
import { minuteMs } from "@/lib/core/time";
import { codeTries } from "@/lib/identity/internal/sign-in/mail-codes";
import { findOpenSession, type OpenSession, requireOpenSession } from "@/lib/identity/session";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";

/** A sign-in this young shows that whoever sits there reads the mail of the present address, or has its provider. */
const recentMs = 15 * minuteMs;

/** True when this browser signed in so lately that it may ask for another mail address. */
export function isSignInRecent({ createdAt }: Pick<OpenSession, "createdAt">): boolean {
  return createdAt.getTime() > systemNow().getTime() - recentMs;
}

/** How a change of one's mail address stands, as the settings show it. */
export type EmailChangeState = {
  /** False when one has to sign in again before asking. */
  mayAsk: boolean;
  /** The request that waits to be confirmed; null without one. */
  pending: { email: string; isExpired: boolean; canTypeCode: boolean; isOfThisBrowser: boolean } | null;
};

/** How the change of the mail address stands for whoever is signed in in the browser with these cookies. */
export async function readEmailChange(cookies: string | null): Promise<EmailChangeState> {
  const session = await findOpenSession(cookies);
  if (!session) return { mayAsk: false, pending: null };
  const mayAsk = isSignInRecent(session);
  const request = await db().emailChangeRequest.findUnique({ where: { userId: session.user.id } });
  if (!request) return { mayAsk, pending: null };
  const { email, expiresAt, sessionId } = request;
  const canTypeCode = request.codeTries < codeTries;
  const isExpired = expiresAt <= systemNow();
  return { mayAsk, pending: { email, isExpired, canTypeCode, isOfThisBrowser: sessionId === session.id } };
}

/** Takes one's request for another address back; its link and code no longer work. Without a request nothing happens. */
export async function cancelEmailChange(cookies: string | null): Promise<void> {
  const { user } = await requireOpenSession(cookies);
  const { actor, accountId } = await findOwnActor(user.id);
  await transaction(async (tx) => {
    const { count } = await tx.emailChangeRequest.deleteMany({ where: { userId: user.id } });
    if (count === 0) return;
    const subject = { kind: "user", id: user.id };
    await recordAudit(tx, { actor, action: "user.email_change_cancelled", subject, accountId });
  });
}
