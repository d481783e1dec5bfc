import { addDays, addMonths, startOfDay } from "./calendar";
import { decideLife } from "./decide-life";
import { inventAddress, inventName } from "./names";
import { personaLives } from "./persona-lives";
import { createRandom, type Random } from "./random";
import type { Purchase, ShopAction, ShopEvent, ShopHistory } from "./shop-event";

/** How many join in each month of the year, against an ordinary one: a quiet summer, busy autumns and Januaries. */
const seasons = [1.2, 1, 1, 0.95, 0.95, 0.85, 0.6, 0.7, 1.2, 1.15, 1.45, 0.9] as const;

/** Twice as many join at the end of the year as at its beginning. */
const growth = 2;

const daysOfHistory = 365;

/** How long before the end the prices changed; who pays an old one keeps it. */
const pricesChangedDaysAgo = 136;

/** Customers whose card disputes a payment, one after the other among those who pay by the month. */
const disputes = ["won", "lost", "lost", "won"] as const;

/**
 * A year of a made-up shop up to midnight (UTC) before `now`: the personas, and so many customers that there are
 * `customers` in all. The same seed and day give the same history.
 */
export function planHistory(options: { seed: number; now: Date; customers: number }): ShopHistory {
  const endsAt = startOfDay(options.now);
  const startsAt = addDays(endsAt, -daysOfHistory);
  const pricesChangeAt = addDays(endsAt, -pricesChangedDaysAgo);
  const personas = personaLives(endsAt).flatMap((life, customer) =>
    life.map(({ at, action }): ShopEvent => ({ at, customer, action })),
  );
  const count = new Set(personas.map(({ customer }) => customer)).size;
  const joins = planJoins(createRandom(options.seed), {
    startsAt,
    endsAt,
    count: Math.max(0, options.customers - count),
  });
  const strangers = joins.flatMap((at, index) =>
    // Chance of one's own, so that one life more or less does not change the others.
    planCustomer(createRandom(options.seed * 7_919 + index), { at, customer: count + index, endsAt }),
  );
  const events = [...personas, ...withDisputes(strangers, endsAt)]
    .filter(({ at }) => at > startsAt && at < endsAt)
    .sort((one, other) => one.at.getTime() - other.at.getTime() || one.customer - other.customer);
  return { startsAt, endsAt, pricesChangeAt, events };
}

/** When everybody joins, oldest first. */
function planJoins(random: Random, span: { startsAt: Date; endsAt: Date; count: number }): Date[] {
  const days = Array.from({ length: daysOfHistory - 1 }, (_, day) => {
    const at = addDays(span.startsAt, day + 0.5);
    const season = seasons[at.getUTCMonth()] ?? 1;
    const isWeekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    return [at, season * (isWeekend ? 0.7 : 1.1) * (1 + (growth - 1) * (day / daysOfHistory))] as const;
  });
  return Array.from({ length: span.count }, () => {
    const day = random.weighted(days, span.startsAt);
    return addDays(day, random.between(-300, 560) / 1_440);
  }).sort((one, other) => one.getTime() - other.getTime());
}

function planCustomer(random: Random, who: { at: Date; customer: number; endsAt: Date }): ShopEvent[] {
  const purchase = decidePurchase(random);
  const name = inventName(random);
  const join: ShopAction = {
    kind: "join",
    name: purchase.plan === "team" ? `Studio ${name}` : name,
    email: inventAddress(name, who.customer),
    currency: random.chance(0.62) ? "eur" : "usd",
    card: random.chance(0.7) ? "visa" : "mastercard",
    purchase,
    welcome: random.chance(0.1),
  };
  const life = decideLife(random, who.at, purchase, who.endsAt);
  return [{ at: who.at, action: join }, ...life].map((step) => ({ ...step, customer: who.customer }));
}

function decidePurchase(random: Random): Purchase {
  const interval = random.chance(0.24) ? "year" : "month";
  return random.chance(0.2)
    ? {
        plan: "team",
        interval,
        seats: random.weighted(
          [
            [2, 5],
            [3, 5],
            [4, 3],
            [5, 3],
            [8, 1],
            [12, 0.5],
          ],
          2,
        ),
      }
    : { plan: "pro", interval, seats: 1 };
}

/**
 * Lets a few payments be disputed: of customers who pay by the month for three months and do nothing else, the second
 * renewal. Who loses nothing goes on with another card; who got their money back leaves.
 */
function withDisputes(events: ShopEvent[], endsAt: Date): ShopEvent[] {
  const lives = new Map<number, ShopEvent[]>();
  for (const event of events) lives.set(event.customer, [...(lives.get(event.customer) ?? []), event]);
  const quiet = [...lives.values()].flatMap(([join, ...rest]) => {
    if (join?.action.kind !== "join" || rest.length > 0) return [];
    const renewsAt = addMonths(addDays(join.at, 14), 2);
    const isMonthly = join.action.purchase.interval === "month" && join.action.purchase.plan === "pro";
    return isMonthly && renewsAt < addDays(endsAt, -20) ? [{ customer: join.customer, renewsAt }] : [];
  });
  // Spread over the year; in a shop with few customers there are fewer disputes than outcomes.
  const spread = new Set(
    disputes.map((_, index) => quiet[Math.floor((quiet.length * (index + 0.5)) / disputes.length)]),
  );
  const added = [...spread].flatMap((one, index): ShopEvent[] => {
    const outcome = disputes[index];
    if (!one || !outcome) return [];
    const { customer, renewsAt } = one;
    const then: ShopAction =
      outcome === "won" ? { kind: "use_card", card: "visa" } : { kind: "cancel_now", reason: null };
    return [
      { customer, at: addDays(renewsAt, -1), action: { kind: "use_card", card: "disputes" } },
      { customer, at: addDays(renewsAt, 5), action: { kind: "answer_dispute", outcome } },
      { customer, at: addDays(renewsAt, 6), action: then },
    ];
  });
  return [...events, ...added];
}
