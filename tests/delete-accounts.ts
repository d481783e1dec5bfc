import type { Prisma } from "@/generated/prisma/client";
import { db } from "@/lib/platform/db";

/** Deletes accounts together with what keeps them: by itself the database refuses to delete one that has to do with money. */
export async function deleteAccounts(where: Prisma.AccountWhereInput = {}): Promise<void> {
  const theirs = { where: { account: where } };
  await db().mrrMovement.deleteMany(theirs);
  await db().subscriptionMilestone.deleteMany(theirs);
  await db().dispute.deleteMany(theirs);
  await db().charge.deleteMany(theirs);
  await db().invoice.deleteMany(theirs);
  await db().subscription.deleteMany(theirs);
  await db().moneyCall.deleteMany(theirs);
  await db().billingCustomer.deleteMany(theirs);
  await db().account.deleteMany({ where });
}
