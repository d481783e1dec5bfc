import { db } from "@/lib/platform/db";

/** True where a subscription would begin with free days: for an account that never had one. The checkout decides by the same. */
export async function isTrialOffered(accountId: string): Promise<boolean> {
  return (await db().subscription.count({ where: { accountId } })) === 0;
}
