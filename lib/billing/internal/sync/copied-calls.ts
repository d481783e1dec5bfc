import type { MoneyCallKind } from "@/generated/prisma/enums";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db";

/** Calls that change what we copy from Stripe, so that a look must follow them. */
export const copiedKinds: MoneyCallKind[] = ["cancel_at_period_end", "resume_subscription", "refund_charge"];

/** The account's answered calls that our copy may not show yet. A look at the customer that begins after this shows them all. */
export async function findUncopiedCalls(accountId: string): Promise<string[]> {
  const calls = await db().moneyCall.findMany({
    where: { accountId, state: "succeeded", copiedAt: null },
    select: { id: true },
  });
  return calls.map(({ id }) => id);
}

/** Notes, in the transaction that writes what a look found, that our copy shows these calls from now on. */
export async function noteCopied(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.moneyCall.updateMany({ where: { id: { in: ids } }, data: { copiedAt: systemNow() } });
}
