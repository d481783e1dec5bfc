import { movementKinds } from "@/lib/analytics/revenue-months";

/** What can stand behind a figure: accounts that pay, movements, subscriptions, trials, or unpaid invoices. */
export const revenueLists = [
  "mrr",
  "movements",
  ...movementKinds,
  "losses",
  "subscriptions",
  "trial_started",
  "trial_ended",
  "trial_converted",
  "at_risk",
] as const;
export type RevenueList = (typeof revenueLists)[number];
