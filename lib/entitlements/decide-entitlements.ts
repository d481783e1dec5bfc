import { type FeatureKey, featureKeys, isMetered, type MeteredFeatureKey } from "@/lib/catalog/features";
import { featureLimit, higherPlan, isPlanKey, type PlanKey, planIncludes, plans } from "@/lib/catalog/plans";
import { dayMs, earliest, hourMs } from "@/lib/core/time";
import {
  type Claim,
  type GrantFacts,
  judgeGrant,
  judgeSubscription,
  type SubscriptionFacts,
} from "@/lib/entitlements/judge-claim";
import type { AccountStatus, Reason } from "@/lib/entitlements/reasons";

/** Everything that a decision depends on besides the catalogue. */
export type EntitlementFacts = {
  isClosed: boolean;
  subscriptions: readonly SubscriptionFacts[];
  grants: readonly GrantFacts[];
  /** Use of metered features, in each feature's own unit; absent means none. */
  usage: Partial<Record<MeteredFeatureKey, number>>;
  /** The account's people in the order in which they get its seats: its owner, then whoever joined first. */
  people: readonly string[];
  /** Of whom the answer is; null for the account itself. */
  person: string | null;
  now: Date;
};

export type Entitlement = {
  active: boolean;
  reason: Reason;
  /** When this answer changes by itself; null where nothing is planned. */
  until: Date | null;
  limit?: number;
  used?: number;
};

export type Decision = {
  plan: PlanKey;
  status: AccountStatus;
  /** The claim that the plan comes from; null where it is the free one. */
  right: Claim | null;
  /** How many people the account's plan is paid for, and whether the one who asks is among them. */
  seats: number;
  hasSeat: boolean;
  features: Record<FeatureKey, Entitlement>;
  /** One step for each subscription and grant, in the order in which they were judged. */
  trace: Claim[];
  /** The earliest instant at which any answer changes by itself. */
  changesAt: Date | null;
  /** When to ask again at the latest. Rounded to the hour, so that answers within an hour are the same. */
  renewAfter: Date;
};

/**
 * Decides what an account may use now, or one of its people. Pure; whatever is not known to give access gives none. Who has
 * no seat gets what Free gives, and gets the plan back as soon as there is a seat again.
 */
export function decideEntitlements(facts: EntitlementFacts): Decision {
  const { now } = facts;
  const trace = facts.isClosed
    ? []
    : [
        ...facts.subscriptions.map((subscription) => judgeSubscription(subscription, now)),
        ...facts.grants.map((grant) => judgeGrant(grant, now)),
      ];
  const best = trace.filter((claim) => claim.plan !== null).reduce<Claim | null>(stronger, null);
  const seats = seatsOf(facts, trace, best?.plan ?? "free");
  const hasSeat = best === null || isSeated(facts, seats);
  const right = hasSeat ? best : null;
  const plan = right?.plan ?? "free";
  const reason = hasSeat ? (right?.reason ?? refusalReason(facts, trace)) : "no_seat";
  const changesAt = earliest(...trace.map((claim) => claim.changesAt));
  const entitle = (feature: FeatureKey) => decideFeature(feature, { facts, plan, right, refusal: reason });
  return {
    plan,
    status: statusOf(reason),
    right,
    seats,
    hasSeat,
    features: Object.fromEntries(featureKeys.map((feature) => [feature, entitle(feature)])) as Decision["features"],
    trace,
    changesAt,
    renewAfter: earliest(changesAt, new Date(Math.floor(now.getTime() / hourMs) * hourMs + dayMs)) ?? now,
  };
}

/** How many people the plan is for: the most that one of its subscriptions pays for, and never less than the plan's least. */
function seatsOf({ subscriptions }: EntitlementFacts, trace: readonly Claim[], plan: PlanKey): number {
  const paidBy = new Set(
    trace.filter((claim) => claim.source === "subscription" && claim.plan === plan).map(({ id }) => id),
  );
  const paid = subscriptions.filter(({ stripeSubscriptionId }) => paidBy.has(stripeSubscriptionId));
  return Math.max(plans[plan].seats.min, ...paid.map(({ quantity }) => quantity));
}

/** Seats are taken in order. Somebody who does not belong to the account has none. */
function isSeated({ people, person }: EntitlementFacts, seats: number): boolean {
  if (person === null) return true;
  const place = people.indexOf(person);
  return place >= 0 && place < seats;
}

type FeatureContext = { facts: EntitlementFacts; plan: PlanKey; right: Claim | null; refusal: Reason };

function decideFeature(feature: FeatureKey, { facts, plan, right, refusal }: FeatureContext): Entitlement {
  const included = !facts.isClosed && planIncludes(plan, feature);
  const reason = included ? (right?.reason ?? "free_plan") : right ? "plan_lacks_feature" : refusal;
  const entitlement: Entitlement = { active: included, reason, until: included ? (right?.until ?? null) : null };
  if (!isMetered(feature)) return entitlement;
  return {
    ...entitlement,
    limit: facts.isClosed ? 0 : (featureLimit(plan, feature) ?? 0),
    used: facts.usage[feature] ?? 0,
  };
}

/** Of two rights the higher plan; of equal plans the one that lasts longer, where null lasts for ever. */
function stronger(best: Claim | null, claim: Claim): Claim {
  if (!best || !isPlanKey(best.plan) || !isPlanKey(claim.plan)) return claim;
  if (best.plan !== claim.plan) return higherPlan(best.plan, claim.plan) === claim.plan ? claim : best;
  if (best.until === null) return best;
  return claim.until === null || claim.until > best.until ? claim : best;
}

/** Without a right: why not. What happened last says most to the customer. */
function refusalReason(facts: EntitlementFacts, trace: readonly Claim[]): Reason {
  if (facts.isClosed) return "account_closed";
  const latest = trace.filter((claim) => claim.source === "subscription").at(-1);
  return latest?.reason ?? "no_subscription";
}

const statuses: Partial<Record<Reason, AccountStatus>> = {
  active_subscription: "active",
  renewal_pending: "active",
  trial: "trialing",
  cancels_at_period_end: "canceling",
  payment_retrying: "past_due",
  grant: "granted",
  no_subscription: "free",
  no_seat: "free",
  subscription_ended: "ended",
  account_closed: "closed",
};

function statusOf(reason: Reason): AccountStatus {
  return statuses[reason] ?? "suspended";
}
