import { type PersonaKey, persona } from "@/prisma/personas";
import { addDays, addMonths } from "./calendar";
import type { LifeStep } from "./decide-life";
import type { Purchase } from "./shop-event";

const pro: Purchase = { plan: "pro", interval: "month", seats: 1 };
const team: Purchase = { plan: "team", interval: "month", seats: 4 };

/**
 * The lives of the personas who pay, so that each stands at the end where their row of `personas` says. Their sign-in
 * takes the imported account over, like anyone's.
 */
export function personaLives(endsAt: Date): LifeStep[][] {
  // Ten months ago the old prices held; whoever came then still pays them.
  const active = joinFor(addMonths(addDays(endsAt, -9), -9));
  const owner = joinFor(addMonths(addDays(endsAt, -12), -6));
  const failing = joinFor(addMonths(addDays(endsAt, -4), -5));
  const left = joinFor(addMonths(addDays(endsAt, -50), -4));
  const leaving = joinFor(addMonths(addDays(endsAt, -16), -3));
  return [
    [join("active", active.joinedAt, pro)],
    [
      join("owner", owner.joinedAt, { ...team, seats: 3 }),
      { at: addDays(endsAt, -70), action: { kind: "switch", purchase: team } },
    ],
    [
      join("past_due", failing.joinedAt, pro),
      { at: addDays(endsAt, -4.6), action: { kind: "use_card", card: "fails" } },
    ],
    [join("cancelled", left.joinedAt, pro), { at: addDays(endsAt, -62), action: { kind: "cancel", reason: "unused" } }],
    [
      join("cancelling", leaving.joinedAt, pro),
      { at: addDays(endsAt, -3), action: { kind: "cancel", reason: "too_expensive" } },
    ],
  ];
}

/** When somebody joined whose first payment came at this instant, and whose renewals therefore fall on its day. */
function joinFor(firstPaymentAt: Date): { joinedAt: Date } {
  return { joinedAt: addDays(firstPaymentAt, -14 + 0.4) };
}

function join(key: PersonaKey, at: Date, purchase: Purchase): LifeStep {
  const { name, email } = persona(key);
  return { at, action: { kind: "join", name, email, currency: "eur", card: "visa", purchase, welcome: false } };
}
