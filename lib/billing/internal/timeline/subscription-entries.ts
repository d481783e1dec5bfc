import { clock } from "@/lib/platform/clock";
import { db, type Row } from "@/lib/platform/db";
import { newestBehind, type SourceReader, type TimelineEntry, type TimelineTone } from "@/lib/platform/timeline";

type Subscription = Row<"subscription">;

type Turn = "subscription_started" | "trial_ended" | "subscription_canceled" | "subscription_ended";

const instantOf: Record<Turn, (subscription: Subscription) => Date | null> = {
  subscription_started: ({ startedAt }) => startedAt,
  trial_ended: ({ trialEndsAt }) => trialEndsAt,
  subscription_canceled: ({ canceledAt }) => canceledAt,
  subscription_ended: ({ endedAt }) => endedAt,
};

const toneOf: Record<Turn, TimelineTone> = {
  subscription_started: "good",
  trial_ended: "notice",
  subscription_canceled: "warning",
  subscription_ended: "warning",
};

const turns: readonly Turn[] = ["subscription_ended", "subscription_canceled", "trial_ended", "subscription_started"];

/** The turns in the lives of an account's subscriptions, one source each. */
export const subscriptionSources = turns.map(
  (turn) => ({ name: turn, kinds: ["subscription"], ids: "uuid", read: subscriptionTurns(turn) }) as const,
);

/** One kind of turn. Subscriptions of an account are few, and what lies ahead has not happened. */
function subscriptionTurns(turn: Turn): SourceReader {
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
            code: `billing.${isTrial ? "trial_started" : turn}`,
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
    return newestBehind(entries, bound, take);
  };
}
