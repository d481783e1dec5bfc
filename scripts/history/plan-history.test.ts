import { expect, test } from "vitest";
import { addDays, addMonths } from "./calendar";
import { planHistory } from "./plan-history";
import type { ShopAction } from "./shop-event";

const now = new Date("2026-11-22T09:30:00Z");
const plan = (seed = 2026, customers = 250, at = now) => planHistory({ seed, customers, now: at });
const history = plan();
const kinds = (kind: ShopAction["kind"]) => history.events.filter(({ action }) => action.kind === kind);

test("the same seed and day give the same history, whatever the time of that day", () => {
  expect(plan(2026, 250, new Date("2026-11-22T23:59:59Z"))).toEqual(history);
  expect(plan(7).events).not.toEqual(history.events);
});

test("as many customers as were asked for, each under an address of their own that belongs to nobody", () => {
  const emails = history.events.flatMap(({ action }) => (action.kind === "join" ? action.email : []));
  expect(emails).toHaveLength(250);
  expect(new Set(emails).size).toBe(250);
  expect(emails.filter((email) => !email.endsWith("@example.com"))).toEqual([]);
});

test("everything lies within the year, in order, and nobody acts before joining", () => {
  const { events, startsAt, endsAt } = history;
  expect(startsAt).toEqual(addDays(endsAt, -365));
  const joined = new Set<number>();
  for (const [index, { at, customer, action }] of events.entries()) {
    expect(at >= (events[index - 1]?.at ?? startsAt) && at < endsAt).toBe(true);
    if (action.kind === "join") joined.add(customer);
    expect(joined.has(customer)).toBe(true);
  }
});

test.each([1, 2, 3, 2026])("with seed %i the year has everything that a business meets, and it grows", (seed) => {
  const { events, startsAt } = plan(seed);
  const found = new Set(events.map(({ action }) => action.kind));
  for (const kind of [
    "join",
    "switch",
    "cancel",
    "use_card",
    "pay_up",
    "refund",
    "answer_dispute",
    "return",
  ] as const) {
    expect(found).toContain(kind);
  }
  const joins = events.filter(({ action }) => action.kind === "join");
  const firstHalf = joins.filter(({ at }) => at < addMonths(startsAt, 6)).length;
  expect(joins.length - firstHalf).toBeGreaterThan(firstHalf);
});

test("prices change within the year, after some have begun to pay the old ones", () => {
  const before = kinds("join").filter(({ at }) => at < history.pricesChangeAt);
  expect(before.length).toBeGreaterThan(50);
  expect(kinds("join").length - before.length).toBeGreaterThan(50);
});

test.each([
  ["2026-01-31T10:00:00Z", 1, "2026-02-28T10:00:00.000Z"],
  ["2026-11-30T10:00:00Z", 3, "2027-02-28T10:00:00.000Z"],
  ["2026-03-31T10:00:00Z", -1, "2026-02-28T10:00:00.000Z"],
])("%s and %i months are %s, as Stripe bills", (from, months, to) => {
  expect(addMonths(new Date(from), months).toISOString()).toBe(to);
});
