import type { Prisma } from "@/generated/prisma/client";
import type { DisputeStatus } from "@/generated/prisma/enums";

/** How a dispute stands, for whoever has to do with the payment: what is to be done, or how it ended. */
export type DisputeStage =
  /** The bank waits for an answer, which is given at Stripe. */
  | "answer"
  /** Answered; the bank decides. */
  | "review"
  | "won"
  | "lost"
  /** The bank only asked, or the dispute was averted: it came to nothing. */
  | "closed"
  | "unknown";

const stages: Record<DisputeStatus, DisputeStage> = {
  warning_needs_response: "answer",
  needs_response: "answer",
  appeal_needs_response: "answer",
  warning_under_review: "review",
  under_review: "review",
  appeal_under_review: "review",
  won: "won",
  lost: "lost",
  warning_closed: "closed",
  prevented: "closed",
  unknown: "unknown",
};

/** Of a charge's disputes the latest comes first, whose outcome is the charge's. Our ids are nobody's business. */
export const latestDisputeFirst = {
  omit: { id: true, accountId: true },
  orderBy: [{ openedAt: "desc" }, { stripeDisputeId: "desc" }],
} satisfies Prisma.Charge$disputesArgs;

/** A dispute with its stage. */
export function withStage<T extends { status: DisputeStatus }>(dispute: T): T & { stage: DisputeStage } {
  return { ...dispute, stage: stages[dispute.status] };
}
