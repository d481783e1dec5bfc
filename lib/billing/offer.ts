import { isLive, pickSubscription } from "@/lib/billing/subscription-status";
import { isPlanKey, type PlanKey } from "@/lib/catalog/plans";
import { db } from "@/lib/platform/db";

/** What prices mean to an account. The checkout decides by the same facts. */
export type Offer = {
  /** A subscription would begin with free days: the account never had one. */
  hasTrial: boolean;
  /** The plan of the subscription that the account has and that could be changed; null where it could buy one. */
  heldPlan: PlanKey | "unknown" | null;
};

/** What an account could buy now, or already pays for. */
export async function getOffer(accountId: string): Promise<Offer> {
  const select = { status: true, startedAt: true, planKey: true } as const;
  const subscriptions = await db().subscription.findMany({ where: { accountId }, select });
  const held = pickSubscription(subscriptions);
  const hasTrial = subscriptions.length === 0;
  if (!held || !isLive(held.status)) return { hasTrial, heldPlan: null };
  return { hasTrial, heldPlan: isPlanKey(held.planKey) ? held.planKey : "unknown" };
}
