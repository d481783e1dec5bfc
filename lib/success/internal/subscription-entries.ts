import type { Subscription } from "@/generated/prisma/client";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { isBehind, type SourceReader } from "@/lib/success/internal/timeline-reader";
import type { TimelineEntry, TimelineSource } from "@/lib/success/timeline-entry";

type Turn = Extract<
  TimelineSource,
  "subscription_started" | "trial_ended" | "subscription_canceled" | "subscription_ended"
>;

const instantOf: Record<Turn, (subscription: Subscription) => Date | null> = {
  subscription_started: ({ startedAt }) => startedAt,
  trial_ended: ({ trialEndsAt }) => trialEndsAt,
  subscription_canceled: ({ canceledAt }) => canceledAt,
  subscription_ended: ({ endedAt }) => endedAt,
};

const toneOf: Record<Turn, TimelineEntry["tone"]> = {
  subscription_started: "good",
  trial_ended: "notice",
  subscription_canceled: "warning",
  subscription_ended: "warning",
};

/** One kind of turn in the lives of an account's subscriptions. They are few, and what lies ahead has not happened. */
export function subscriptionTurns(turn: Turn): SourceReader {
  return async ({ accountId }, bound, take) => {
    const subscriptions = await db().subscription.findMany({ where: { accountId } });
    const now = clock.now();
    const entries = subscriptions.flatMap((subscription): TimelineEntry[] => {
      const at = instantOf[turn](subscription);
      if (!at || at > now) return [];
      const { id, accountId: _accountId, ...raw } = subscription;
      const { planKey, stripePriceId, amountMinor, quantity, currency, interval } = raw;
      const isTrial = turn === "subscription_started" && raw.trialEndsAt !== null;
      return [
        {
          source: turn,
          id,
          at,
          systemAt: null,
          kind: "subscription",
          sentence: {
            code: isTrial ? "trial_started" : turn,
            values: {
              plan: planKey ? { plan: planKey } : stripePriceId,
              amount: { price: amountMinor && amountMinor * quantity, currency },
              interval: interval ?? "other",
            },
          },
          doer: { kind: "stripe", name: null },
          tone: toneOf[turn],
          reason: null,
          raw,
          href: null,
        },
      ];
    });
    return entries
      .filter((entry) => isBehind(entry, bound))
      .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1))
      .slice(0, take);
  };
}
