import type { Feature, Reason } from "../../../client/src/index";
import { day, text } from "../text";

/** What helps against a "no": prices, the customer's own pages, signing in, or asking the server once more. */
export type Remedy = "pricing" | "portal" | "sign_in" | "ask_again";

const remedies: Record<string, Remedy> = {
  signed_out: "sign_in",
  device_revoked: "sign_in",
  connection_ended: "sign_in",
  lease_of_another_account: "sign_in",
  lease_of_another_device: "ask_again",
  lease_expired: "ask_again",
  lease_tampered: "ask_again",
  key_withdrawn: "ask_again",
  key_unknown: "ask_again",
  clock_set_back: "ask_again",
  no_lease: "ask_again",
  unknown_feature: "ask_again",
  free_plan: "pricing",
  plan_lacks_feature: "pricing",
  no_subscription: "pricing",
  subscription_ended: "pricing",
  limit_reached: "pricing",
  payment_failed: "portal",
  payment_incomplete: "portal",
  subscription_paused: "portal",
  renewal_unconfirmed: "portal",
  unknown_plan: "portal",
  unknown_status: "portal",
  no_seat: "portal",
  account_closed: "portal",
};

/** What helps against this reason. For one that is newer than this extension, the customer's own pages know more. */
export function remedyFor(reason: Reason): Remedy {
  return remedies[reason] ?? "portal";
}

/** The reason as a sentence; a general one for a reason that is newer than this extension. */
export function sentenceFor(reason: Reason): string {
  return chrome.i18n.getMessage(`reason_${reason}`) || text("reason_unknown");
}

/** The answer about one feature as a sentence, with the day on which it changes where one is planned. */
export function explain({ reason, until }: Feature): string {
  const sentence = sentenceFor(reason);
  return until ? text("untilDay", sentence, day(until)) : sentence;
}
