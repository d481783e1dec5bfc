import { type FeatureKey, featureKeys, isMetered, type MeteredFeatureKey } from "@/lib/catalog/features";
import { featureLimit, higherPlan, isPlanKey, type PlanKey, planIncludes } from "@/lib/catalog/plans";
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
  features: Record<FeatureKey, Entitlement>;
  /** One step for each subscription and grant, in the order in which they were judged. */
  trace: Claim[];
  /** The earliest instant at which any answer changes by itself. */
  changesAt: Date | null;
  /** When to ask again at the latest. Rounded to the hour, so that answers within an hour are the same. */
  renewAfter: Date;
};

/** Decides what an account may use now. Pure; whatever is not known to give access gives none. */
export function decideEntitlements(facts: EntitlementFacts): Decision {
  const { now } = facts;
  const trace = facts.isClosed
    ? []
    : [
        ...facts.subscriptions.map((subscription) => judgeSubscription(subscription, now)),
        ...facts.grants.map((grant) => judgeGrant(grant, now)),
      ];
  const right = trace.filter((claim) => claim.plan !== null).reduce<Claim | null>(stronger, null);
  const plan = right?.plan ?? "free";
  const reason = right?.reason ?? refusalReason(facts, trace);
  const changesAt = earliest(...trace.map((claim) => claim.changesAt));
  const entitle = (feature: FeatureKey) => decideFeature(feature, { facts, plan, right, refusal: reason });
  return {
    plan,
    status: statusOf(reason),
    right,
    features: Object.fromEntries(featureKeys.map((feature) => [feature, entitle(feature)])) as Decision["features"],
    trace,
    changesAt,
    renewAfter: earliest(changesAt, new Date(Math.floor(now.getTime() / hourMs) * hourMs + dayMs)) ?? now,
  };
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
  subscription_ended: "ended",
  account_closed: "closed",
};

function statusOf(reason: Reason): AccountStatus {
  return statuses[reason] ?? "suspended";
}
