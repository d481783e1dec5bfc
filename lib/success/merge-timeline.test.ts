import fc from "fast-check";
import { expect, test } from "vitest";
import { boundOf, mergeTimeline, readCursor, type TimelineCursor, writeCursor } from "@/lib/success/merge-timeline";

const timelineSources = [
  { name: "audit", ids: "uuid" },
  { name: "event", ids: "text" },
  { name: "charge", ids: "uuid" },
  { name: "invoice_paid", ids: "uuid" },
  { name: "mail", ids: "uuid" },
] as const;

const entry = fc.record({
  // Few instants, so that many entries share one.
  at: fc.integer({ min: 0, max: 5 }).map((ms) => new Date(ms)),
  source: fc.constantFrom(...timelineSources.map(({ name }) => name)),
  id: fc.uuid(),
});

/** What a table would answer: its own newest behind the cursor, no more than asked for. */
function read(entries: TimelineCursor[], cursor: TimelineCursor | null, take: number): TimelineCursor[][] {
  return timelineSources.map(({ name: source }) => {
    const bound = boundOf(timelineSources, cursor, source);
    return entries
      .filter((one) => one.source === source)
      .filter(({ at, id }) => {
        if (!bound || at < bound.at) return true;
        if (at > bound.at || bound.ties === "none") return false;
        return bound.ties === "all" || id < bound.id;
      })
      .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1))
      .slice(0, take);
  });
}

test("turning pages shows every entry once and newest first, however many share an instant", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      (entries, limit) => {
        const seen: TimelineCursor[] = [];
        let cursor: TimelineCursor | null = null;
        for (let pages = 0; pages === 0 || cursor; pages += 1) {
          expect(pages).toBeLessThanOrEqual(entries.length);
          const page: ReturnType<typeof mergeTimeline<TimelineCursor>> = mergeTimeline(
            timelineSources,
            read(entries, cursor, limit + 1),
            limit,
          );
          expect(page.data.length).toBeLessThanOrEqual(limit);
          seen.push(...page.data);
          cursor = page.nextCursor;
        }
        expect(seen).toEqual(mergeTimeline(timelineSources, [entries], entries.length).data);
        expect(new Set(seen.map(({ id }) => id)).size).toBe(entries.length);
      },
    ),
  );
});

test("a cursor survives the address, and anything else starts over", () => {
  const uuid = "01927f4e-8a1b-7c2d-9e3f-0a1b2c3d4e5f";
  const cursor = { at: new Date("2026-11-22T08:00:00.123Z"), source: "invoice_paid", id: uuid } as const;
  expect(readCursor(timelineSources, writeCursor(cursor))).toEqual(cursor);
  const ofEvent = { at: cursor.at, source: "event", id: "evt_1Abc" } as const;
  expect(readCursor(timelineSources, writeCursor(ofEvent))).toEqual(ofEvent);
  const noUuid = ["1.audit.a b", "1.audit.';drop", "1.audit.nonsense", `999999999999999.audit.${uuid}`];
  for (const wrong of [undefined, "", `1.nobody.${uuid}`, `x.audit.${uuid}`, "1.audit.", ...noUuid])
    expect(readCursor(timelineSources, wrong)).toBeNull();
});
