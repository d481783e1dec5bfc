import type { MrrMovementKind } from "@/generated/prisma/enums";
import { type RevenueLine, type RevenueSubscription, subscriptionWorth } from "@/lib/analytics/subscription-worth";

/** One change of what an account pays a month, in one currency. */
export type Movement = {
  currency: string;
  at: Date;
  kind: MrrMovementKind;
  /** Minor units a month; never 0. */
  deltaMinor: number;
  /** Minor units a month, from `at` on; never negative. */
  afterMinor: number;
  planKey: string | null;
  stripeSubscriptionId: string;
  /** The invoice whose line says so; null where a subscription ended. */
  stripeInvoiceId: string | null;
};

type Turn = {
  at: Date;
  currency: string;
  stripeSubscriptionId: string;
  beforeMinor: number;
  afterMinor: number;
  planKey: string | null;
  stripeInvoiceId: string | null;
};

/**
 * An account's monthly recurring revenue (MRR) as the changes of it, per currency, oldest first. What happens at one
 * instant is one change. Each change leads from the sum of those before it to `afterMinor`, so over any time opening +
 * new + expansion + reactivation − contraction − churn is closing, to the cent. Kinds as ChartMogul defines them.
 * `lines` are those of one account, of invoices that are open or paid.
 */
export function decideMovements(
  subscriptions: readonly RevenueSubscription[],
  lines: readonly RevenueLine[],
): Movement[] {
  const turns = subscriptions.flatMap((subscription) =>
    turnsOf(
      subscription,
      lines.filter((line) => line.stripeSubscriptionId === subscription.stripeSubscriptionId),
    ),
  );
  const currencies = [...new Set(turns.map(({ currency }) => currency))].sort();
  return currencies
    .flatMap((currency) => movementsOf(turns.filter((turn) => turn.currency === currency)))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

function turnsOf({ stripeSubscriptionId, ...facts }: RevenueSubscription, lines: RevenueLine[]): Turn[] {
  let beforeMinor = 0;
  let planBefore: string | null = null;
  return subscriptionWorth({ stripeSubscriptionId, ...facts }, lines).map(({ at, worthMinor, line }) => {
    const currency = line?.currency ?? lines[0]?.currency ?? facts.currency;
    const planKey = line ? line.planKey : planBefore;
    const turn = {
      at,
      currency,
      stripeSubscriptionId,
      beforeMinor,
      afterMinor: worthMinor,
      planKey,
      stripeInvoiceId: line?.stripeInvoiceId ?? null,
    };
    beforeMinor = worthMinor;
    planBefore = planKey;
    return turn;
  });
}

/** The changes of one account in one currency: its subscriptions' turns, those of one instant together. */
function movementsOf(turns: readonly Turn[]): Movement[] {
  const movements: Movement[] = [];
  const instants = [...new Set(turns.map(({ at }) => at.getTime()))].sort((one, other) => one - other);
  let totalMinor = 0;
  let hasPaid = false;
  for (const instant of instants) {
    const together = turns.filter(({ at }) => at.getTime() === instant);
    const deltaMinor = together.reduce((sum, turn) => sum + turn.afterMinor - turn.beforeMinor, 0);
    const cause = mainCause(together, Math.sign(deltaMinor));
    if (deltaMinor === 0 || !cause) continue;
    const afterMinor = totalMinor + deltaMinor;
    const { currency, planKey, stripeSubscriptionId, stripeInvoiceId } = cause;
    const kind = kindOf(totalMinor, afterMinor, hasPaid);
    const at = new Date(instant);
    movements.push({ currency, at, kind, deltaMinor, afterMinor, planKey, stripeSubscriptionId, stripeInvoiceId });
    totalMinor = afterMinor;
    hasPaid = true;
  }
  return movements;
}

/** Of several turns at one instant the one that explains most of the change. */
function mainCause(turns: readonly Turn[], sign: number): Turn | undefined {
  const share = (turn: Turn) => (turn.afterMinor - turn.beforeMinor) * sign;
  return turns.reduce<Turn | undefined>((best, turn) => (!best || share(turn) > share(best) ? turn : best), undefined);
}

function kindOf(beforeMinor: number, afterMinor: number, hasPaid: boolean): MrrMovementKind {
  if (beforeMinor === 0) return hasPaid ? "reactivation" : "new";
  if (afterMinor === 0) return "churn";
  return afterMinor > beforeMinor ? "expansion" : "contraction";
}
