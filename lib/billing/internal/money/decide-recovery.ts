import type { MoneyCallKind } from "@/generated/prisma/enums";
import { hourMs } from "@/lib/core/time";

/** Stripe forgets an idempotency key after 24 hours; an hour is left for clocks that differ. */
const keyLifetimeMs = 23 * hourMs;

/** How to find out what came of a call whose answer never arrived. */
export type Recovery =
  /** Send it again under the same key: Stripe answers what it answered the first time, or does it now. */
  | "repeat"
  /** See whether Stripe holds what the call was to make; if it does not, it was never made. */
  | "look_up"
  /** Its purpose has gone: nobody waits for it any more, or a later wish contradicts it. */
  | "abandon";

export type UnsettledCall = {
  kind: MoneyCallKind;
  createdAt: Date;
  /** True when somebody has since wished otherwise about the same subject, e.g. to resume what this call cancels. */
  isSuperseded: boolean;
};

/** How to settle a call, by its kind and age. */
export function decideRecovery(call: UnsettledCall, now: Date): Recovery {
  // Of two refunds neither contradicts the other: money that may have been given back is always looked for.
  const isDropped = call.isSuperseded && call.kind !== "refund_charge";
  if (isDropped || call.kind === "create_portal_session") return "abandon";
  // An address may be told twice, and must be told once: when its key is forgotten, asking again does no harm.
  if (call.kind === "tell_customer_address") return "repeat";
  const keyIsKnown = now.getTime() - call.createdAt.getTime() < keyLifetimeMs;
  return keyIsKnown ? "repeat" : "look_up";
}
