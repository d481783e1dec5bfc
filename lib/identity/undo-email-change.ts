import type { EmailChange } from "@/generated/prisma/client";
import { findOwnActor } from "@/lib/accounts/home-account";
import { getUser } from "@/lib/accounts/users";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { revokeAllAccess } from "@/lib/identity/devices";
import { hashEmailUndo } from "@/lib/identity/internal/email-change/email-secrets";
import { type Alongside, lockUser, onlyIfFree, writeEmail } from "@/lib/identity/internal/email-change/replace-email";
import { renderAddressNotice } from "@/lib/identity/mails/address-notice";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { queueMail } from "@/lib/platform/mail";

/** What the link in the notice asks: whether to put this address back. */
export type UndoQuestion = { oldEmail: string; changedAt: Date };

/** What the link in a notice would put back. Changes nothing. @throws AppError `link_used`, `link_expired`, `not_found` */
export async function getUndo(token: string): Promise<UndoQuestion> {
  const { oldEmail, createdAt } = await getOpenChange(token);
  return { oldEmail, changedAt: createdAt };
}

/**
 * Puts the address from before back, for whoever reads its mail, and signs everybody out everywhere. What a thief may have
 * left goes too: a request for yet another address, later changes, sign-ins at providers that were linked since.
 * @throws AppError `link_used`, `link_expired`, `not_found`; `conflict` when somebody else has the address
 */
export async function undoEmailChange(token: string, alongside: Alongside): Promise<void> {
  const change = await getOpenChange(token);
  const { userId, oldEmail } = change;
  const [{ email: from, locale }, { actor, accountId }] = await Promise.all([getUser(userId), findOwnActor(userId)]);
  const notice = await renderAddressNotice({ kind: "restored", locale, email: from });
  await onlyIfFree(() =>
    transaction(async (tx) => {
      await lockUser(tx, userId);
      const since = { userId, createdAt: { gte: change.createdAt } };
      const own = await tx.emailChange.updateMany({
        where: { id: change.id, undoneAt: null },
        data: { undoneAt: systemNow() },
      });
      if (own.count === 0) throw used();
      await tx.emailChange.updateMany({ where: { ...since, undoneAt: null }, data: { undoneAt: systemNow() } });
      const unlinked = await tx.linkedSignIn.deleteMany({ where: since });
      await writeEmail(tx, userId, oldEmail);
      await recordAudit(tx, {
        actor,
        action: "user.email_restored",
        subject: { kind: "user", id: userId },
        accountId,
        detail: { from, to: oldEmail, signInsUnlinked: unlinked.count },
      });
      // A request for yet another address ends with the session that asked.
      await revokeAllAccess(tx, { userId, actor });
      await queueMail(tx, { kind: "address-restored", to: from, userId, ...notice });
      await alongside(tx, userId);
    }),
  );
}

async function getOpenChange(token: string): Promise<EmailChange> {
  const change = await db().emailChange.findUnique({ where: { undoHash: hashEmailUndo(token) } });
  if (!change) throw new AppError("not_found", "This link is not one of ours, or it is more than a week old.");
  if (change.undoneAt) throw used();
  if (change.undoUntil <= systemNow()) throw new AppError("link_expired", "This link worked for seven days.");
  return change;
}

function used(): AppError {
  return new AppError("link_used", "This address was put back already.");
}
