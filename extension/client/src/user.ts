import type { Look } from "./contact";
import type { User } from "./types";

/** The user as ExtPay's `getUser` shows it, from what is held. Pure. */
export function decideUser({ state, access }: Look): User {
  const status = access.counts ? access.lease.status : null;
  const subscriptionStatus = status === null ? undefined : subscriptionStatuses[status];
  return {
    // A plan above the free one is there only while there is a right to it: by payment, trial, grace or grant.
    paid: access.counts && access.lease.plan !== "free",
    paidAt: date(state.paidAt),
    email: state.email,
    installedAt: new Date(state.installedAt),
    trialStartedAt: date(state.trialStartedAt),
    ...(subscriptionStatus && { subscriptionStatus }),
    subscriptionCancelAt: date(state.cancelAt),
    plan: access.counts ? access.lease.plan : null,
  };
}

const subscriptionStatuses: Record<string, User["subscriptionStatus"]> = {
  active: "active",
  canceling: "active",
  past_due: "past_due",
  suspended: "past_due",
  ended: "canceled",
};

/** True when the second look is the first to show somebody who has paid. An old lease that ran out is still a payment. */
export function hasBecomePaid(now: Look, before: Look): boolean {
  const had = before.verdict?.ok && before.state.account === now.state.account && before.verdict.lease.plan !== "free";
  return decideUser(now).paid && !had;
}

function date(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
