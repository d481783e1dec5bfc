import { plans } from "@/lib/catalog/plans";
import { addDays, addMonths } from "./calendar";
import type { Random } from "./random";
import { type CancelReason, cancelReasons, type Purchase, type ShopAction } from "./shop-event";

/** What one customer does after joining, in order. */
export type LifeStep = { at: Date; action: ShopAction };

/** Days after which Stripe has tried a failed payment for the last time. */
const daysOfRetries = 3 + 5 + 7;

const trialDays = plans.pro.trialDays;

/** How likely each thing is in one paid month of somebody who pays by the month. */
const monthly = {
  cancel: 0.036,
  cancelEarly: 0.06,
  cardFails: 0.05,
  refund: 0.022,
  switch: 0.055,
  seats: 0.14,
};

/**
 * A customer's life from the day they join: try, stay or leave, pay, change their mind. Pure: the same chance gives the
 * same life. Steps may lie after the end; whoever plays them leaves those out.
 */
export function decideLife(random: Random, joinedAt: Date, first: Purchase, endsAt: Date): LifeStep[] {
  const paysFrom = addDays(joinedAt, trialDays);
  if (!random.chance(first.plan === "team" ? 0.74 : 0.64)) {
    return [{ at: addDays(joinedAt, between(random, 1, 13)), action: cancel(random) }];
  }
  return decidePaidLife(random, paysFrom, first, endsAt);
}

function decidePaidLife(random: Random, paysFrom: Date, first: Purchase, endsAt: Date): LifeStep[] {
  const steps: LifeStep[] = [];
  let purchase = first;
  // Paying by the year begins a new year on the day of the switch; nothing is renewed before the end then.
  for (let month = 0; addMonths(paysFrom, month) < endsAt; month += 1) {
    const from = addMonths(paysFrom, month);
    const renewsAt = addMonths(paysFrom, month + 1);
    const byMonth = purchase.interval === "month";
    const cancels = month < 2 ? monthly.cancelEarly : monthly.cancel;
    if (byMonth && random.chance(cancels)) {
      steps.push({ at: addDays(from, between(random, 2, 25)), action: cancel(random) });
      if (!random.chance(0.12)) return [...steps, ...decideReturn(random, renewsAt, purchase)];
      steps.push({ at: addDays(renewsAt, -1.5), action: { kind: "go_on" } });
    } else if (byMonth && random.chance(monthly.cardFails)) {
      steps.push({ at: addDays(renewsAt, -1), action: { kind: "use_card", card: "fails" } });
      if (!random.chance(0.62)) {
        return [...steps, ...decideReturn(random, addDays(renewsAt, daysOfRetries), purchase)];
      }
      steps.push({ at: addDays(renewsAt, between(random, 0.3, 12)), action: { kind: "pay_up" } });
      month += 1;
    } else if (random.chance(monthly.switch)) {
      const at = addDays(from, between(random, 3, 24));
      purchase = decideSwitch(random, purchase);
      steps.push({ at, action: { kind: "switch", purchase } });
      if (byMonth && purchase.interval === "year") return [...steps, ...decideYear(random, at, purchase)];
    } else if (purchase.plan === "team" && random.chance(monthly.seats)) {
      purchase = { ...purchase, seats: decideSeats(random, purchase.seats) };
      steps.push({ at: addDays(from, between(random, 3, 24)), action: { kind: "switch", purchase } });
    } else if (random.chance(monthly.refund)) {
      const share = random.chance(0.7) ? 1 : 0.5;
      if (byMonth) steps.push({ at: addDays(from, between(random, 1, 6)), action: { kind: "refund", share } });
    }
  }
  return steps;
}

/** Somebody who switched to paying by the year: a few say early that they won't go on. */
function decideYear(random: Random, from: Date, purchase: Purchase): LifeStep[] {
  const steps: LifeStep[] = [];
  if (purchase.plan === "team" && random.chance(0.4)) {
    const grown = { ...purchase, seats: decideSeats(random, purchase.seats) };
    steps.push({ at: addDays(from, between(random, 20, 60)), action: { kind: "switch", purchase: grown } });
  }
  if (random.chance(0.1)) steps.push({ at: addDays(from, between(random, 61, 200)), action: cancel(random) });
  return steps;
}

/** Some come back after a while, and pay from the first day: a trial is given once. */
function decideReturn(random: Random, leftAt: Date, before: Purchase): LifeStep[] {
  if (!random.chance(0.4)) return [];
  const purchase: Purchase = random.chance(0.3) ? { ...before, interval: "year" } : before;
  const at = addDays(leftAt, between(random, 9, 75));
  return [
    { at: addDays(at, -0.01), action: { kind: "use_card", card: "visa" } },
    { at, action: { kind: "return", purchase } },
  ];
}

function decideSwitch(random: Random, purchase: Purchase): Purchase {
  if (purchase.plan === "team") {
    if (random.chance(0.35)) return { ...purchase, plan: "pro", seats: 1 };
    return purchase.interval === "month" ? { ...purchase, interval: "year" } : grow(random, purchase);
  }
  if (random.chance(0.55)) return { ...purchase, plan: "team", seats: random.between(2, 5) };
  return purchase.interval === "month" ? { ...purchase, interval: "year" } : { ...purchase, plan: "team", seats: 2 };
}

function grow(random: Random, purchase: Purchase): Purchase {
  return { ...purchase, seats: purchase.seats + random.between(1, 3) };
}

function decideSeats(random: Random, seats: number): number {
  const { min } = plans.team.seats;
  return seats > min && random.chance(0.3) ? seats - 1 : seats + random.between(1, 3);
}

function cancel(random: Random): ShopAction {
  const reason = random.weighted<CancelReason | null>(
    cancelReasons.map((one, index) => [one, cancelReasons.length - index] as const),
    null,
  );
  return { kind: "cancel", reason: random.chance(0.8) ? reason : null };
}

/** Some time between two numbers of days, at some minute. */
function between(random: Random, fromDays: number, toDays: number): number {
  return fromDays + Math.floor(random.next() * (toDays - fromDays) * 1_440) / 1_440;
}
