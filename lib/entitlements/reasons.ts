/**
 * Why an entitlement is as it is. The codes are public API and the keys of the texts under `reasons` in messages.
 */
export const reasons = [
  "active_subscription",
  "trial",
  "cancels_at_period_end",
  "payment_retrying",
  "renewal_pending",
  "grant",
  "free_plan",
  "plan_lacks_feature",
  "no_subscription",
  "subscription_ended",
  "payment_failed",
  "renewal_unconfirmed",
  "payment_incomplete",
  "subscription_paused",
  "unknown_plan",
  "unknown_status",
  "no_seat",
  "account_closed",
  "limit_reached",
] as const;
export type Reason = (typeof reasons)[number];

/** How an account stands, in one word. */
export const accountStatuses = [
  "free",
  "trialing",
  "active",
  "canceling",
  "past_due",
  "granted",
  "ended",
  "suspended",
  "closed",
] as const;
export type AccountStatus = (typeof accountStatuses)[number];
