import { type EmailChangeRequest, Prisma } from "@/generated/prisma/client";
import { claimAccounts } from "@/lib/accounts/claim-accounts";
import { findOwnActor } from "@/lib/accounts/home-account";
import { writeUserEmail } from "@/lib/accounts/users";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { addMs, dayMs } from "@/lib/core/time";
import { hashEmailUndo } from "@/lib/identity/internal/email-change/email-secrets";
import { openChanges, requireNotKept } from "@/lib/identity/internal/sign-in/kept-addresses";
import { renderAddressNotice } from "@/lib/identity/mails/address-notice";
import type { OpenSession } from "@/lib/identity/session";
import { systemNow } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/crypto";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { queueMail } from "@/lib/platform/mail";

/** For how long whoever reads the mail of the address from before may put it back. */
const undoLifeMs = 7 * dayMs;

/** What else has to happen in the transaction that writes an address, e.g. that Stripe is to hear of it. */
export type Alongside = (tx: Tx, userId: string) => Promise<void>;

type Replacement = {
  session: OpenSession;
  /** The request as it was confirmed; the one in the table must still be that one. */
  request: EmailChangeRequest;
  alongside: Alongside;
};

/**
 * Writes a confirmed address, once: of two confirmations the second finds no request any more. The address from before is
 * told, with a way back; the other browsers are signed out, this one and the extensions stay.
 * @throws AppError `not_found` when the request is gone, `conflict` when the address was taken meanwhile
 */
export async function replaceEmail({ session, request, alongside }: Replacement): Promise<void> {
  const { id: userId, email: from, locale } = session.user;
  const { email: to } = request;
  const undoToken = randomToken();
  const [{ actor, accountId }, returns] = await Promise.all([findOwnActor(userId), hadBefore(userId, to)]);
  // Whoever goes back to the address from before, perhaps after a thief, leaves no way back to the one in between.
  const link = returns ? undefined : `${env().GATEHOUSE_URL}/mail-address/undo?token=${undoToken}`;
  const notice = await renderAddressNotice({ kind: "changed", locale, email: from, newEmail: to, link });
  await onlyIfFree(() =>
    transaction(async (tx) => {
      await lockUser(tx, userId);
      const { id, linkHash } = request;
      const taken = await tx.emailChangeRequest.deleteMany({
        where: { id, linkHash, expiresAt: { gt: systemNow() } },
      });
      if (taken.count === 0) throw new AppError("not_found", "This change was confirmed or cancelled already.");
      await writeEmail(tx, userId, to);
      const change = { userId, oldEmail: from, undoHash: hashEmailUndo(undoToken) };
      if (link) await tx.emailChange.create({ data: { ...change, undoUntil: addMs(systemNow(), undoLifeMs) } });
      const ended = await tx.session.deleteMany({ where: { userId, id: { not: session.id } } });
      await recordAudit(tx, {
        actor,
        action: "user.email_changed",
        subject: { kind: "user", id: userId },
        accountId,
        detail: { from, to, sessionsEnded: ended.count },
      });
      await claimAccounts(tx, { id: userId, email: to });
      await queueMail(tx, { kind: "address-changed", to: from, userId, ...notice });
      await alongside(tx, userId);
    }),
  );
}

/** Taken first by whatever changes somebody's address, so that of two at once one waits for the other. */
export async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`select from "user" where id = ${userId}::uuid for update`;
}

/** Writes an address that was shown to be the person's, unless it is, or lately was, somebody else's. */
export async function writeEmail(tx: Tx, userId: string, email: string): Promise<void> {
  await writeUserEmail(tx, userId, email);
  await requireNotKept(tx, { email, userId });
}

/** Runs what writes an address; that somebody else has it is a refusal and no defect. @throws AppError `conflict` */
export async function onlyIfFree<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    throw isTaken ? new AppError("conflict", "Somebody else has this address by now.") : error;
  }
}

async function hadBefore(userId: string, email: string): Promise<boolean> {
  return (await db().emailChange.count({ where: { userId, oldEmail: email, ...openChanges() } })) > 0;
}
