import type { PaidPlanKey } from "@/lib/catalog/plans";
import type { Interval } from "@/lib/catalog/prices";
import type { Currency } from "@/lib/core/money";

/** What somebody pays for. */
export type Purchase = { plan: PaidPlanKey; interval: Interval; seats: number };

/** The cards of Stripe's test mode that a made-up shop needs. */
export type Card = "visa" | "mastercard" | "fails" | "disputes";

/** Stripe's own reasons for a cancellation. */
export const cancelReasons = [
  "too_expensive",
  "unused",
  "missing_features",
  "switched_service",
  "low_quality",
  "too_complex",
  "customer_service",
] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** One thing that somebody of the shop does. */
export type ShopAction =
  | { kind: "join"; name: string; email: string; currency: Currency; card: Card; purchase: Purchase; welcome: boolean }
  | { kind: "switch"; purchase: Purchase }
  | { kind: "cancel"; reason: CancelReason | null }
  | { kind: "cancel_now"; reason: CancelReason | null }
  | { kind: "go_on" }
  | { kind: "use_card"; card: Card }
  /** A new card, and what is owed is paid with it. */
  | { kind: "pay_up" }
  /** Of the last payment: all of it, or half. */
  | { kind: "refund"; share: 0.5 | 1 }
  | { kind: "answer_dispute"; outcome: "won" | "lost" }
  | { kind: "return"; purchase: Purchase };

/** Who does it (a number of their own) and when. */
export type ShopEvent = { at: Date; customer: number; action: ShopAction };

/** A year of a shop: what everybody did, in order, and the instants between which it lies. */
export type ShopHistory = { startsAt: Date; endsAt: Date; pricesChangeAt: Date; events: ShopEvent[] };
