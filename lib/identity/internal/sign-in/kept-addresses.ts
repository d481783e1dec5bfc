import { AppError } from "@/lib/core/errors";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db";

/** Which changes of an address can still be taken back; until then the address from before is kept for whoever had it. */
export function openChanges() {
  return { undoneAt: null, undoUntil: { gt: systemNow() } };
}

/** True while this address is kept for somebody who had it; `except` is the person for whom that is no hindrance. */
export async function isKept(email: string, except?: string, tx: Tx = db()): Promise<boolean> {
  const others = except === undefined ? {} : { userId: { not: except } };
  return (await tx.emailChange.count({ where: { oldEmail: email, ...others, ...openChanges() } })) > 0;
}

/**
 * Ends a transaction that gave an address to somebody while it is kept for somebody else. Called once the address is
 * written: its uniqueness has then made us wait for whoever was giving it up at the same moment.
 * @throws AppError `conflict`
 */
export async function requireNotKept(tx: Tx, { email, userId }: { email: string; userId: string }): Promise<void> {
  if (await isKept(email, userId, tx)) {
    throw new AppError("conflict", "This address was given up a few days ago and is kept for whoever had it.");
  }
}
