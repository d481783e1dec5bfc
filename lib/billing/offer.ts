import { isLive, pickSubscription } from "@/lib/billing/subscription-status";
import { isPlanKey, type PlanKey } from "@/lib/catalog/plans";
import { findPrice, type Interval, intervals, type Price } from "@/lib/catalog/prices";
import { type Currency, isCurrency } from "@/lib/core/money";
import { db } from "@/lib/platform/db";

/** The plan and interval that a customer pays for: another interval of the same plan is another price. Null for what the catalogue never had. */
export type Held = { plan: PlanKey | "unknown"; interval: Interval | null; currency: Currency | null };

/** What prices mean to an account. The checkout decides by the same facts. */
export type Offer = {
  /** A subscription would begin with free days: the account never had one. */
  hasTrial: boolean;
  /** What the account has and could change; null where it could buy. */
  held: Held | null;
};

/** What an account could buy now, or already pays for. */
export async function getOffer(accountId: string): Promise<Offer> {
  const select = { status: true, startedAt: true, planKey: true, interval: true, currency: true } as const;
  const subscriptions = await db().subscription.findMany({ where: { accountId }, select });
  const hasTrial = subscriptions.length === 0;
  const picked = pickSubscription(subscriptions);
  if (!picked || !isLive(picked.status)) return { hasTrial, held: null };
  const plan = isPlanKey(picked.planKey) ? picked.planKey : "unknown";
  const interval = intervals.find((known) => known === picked.interval) ?? null;
  return { hasTrial, held: { plan, interval, currency: isCurrency(picked.currency) ? picked.currency : null } };
}

/** What a chosen price is to a paying customer: the one they have, or one they can switch to. */
export function decideSwitch(priceKey: string, held: Held | null): Price | "held" | null {
  const price = findPrice(priceKey);
  if (!price || !held) return null;
  const isSame = held.plan === price.plan && (held.interval ?? price.interval) === price.interval;
  return isSame ? "held" : price;
}
