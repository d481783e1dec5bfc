import type { CustomerFilter } from "@/lib/success/list-customers";

type SubscriptionFilter = NonNullable<CustomerFilter["subscription"]>;

/** What the list of customers can be narrowed to, in the order of the choice. */
export const subscriptionFilters = [
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "canceled",
  "incomplete",
  "paused",
  "unknown",
  "none",
] as const satisfies readonly SubscriptionFilter[];

/** True for a choice that there is; anything else in the address narrows nothing. */
export function isSubscriptionFilter(value: string | undefined): value is (typeof subscriptionFilters)[number] {
  return subscriptionFilters.some((filter) => filter === value);
}
