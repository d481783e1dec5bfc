import { expect, test } from "vitest";
import { decideTarget } from "./decide-target";

const now = Date.parse("2026-01-31T10:00:00.500Z");
const target = (request: { to?: unknown; by?: unknown }) => new Date(decideTarget(request, now)).toISOString();

test.each([
  [{ to: "2026-02-01T00:00:00Z" }, "2026-02-01T00:00:00.000Z"],
  [{ by: 60 }, "2026-01-31T10:01:00.500Z"],
  [{ by: "P1D" }, "2026-02-01T10:00:00.500Z"],
  [{ by: "P1M" }, "2026-02-28T10:00:00.500Z"],
  [{ by: "P1Y1M" }, "2027-02-28T10:00:00.500Z"],
  [{ by: "P1WT12H" }, "2026-02-07T22:00:00.500Z"],
])("%j leads to %s", (request, expected) => {
  expect(target(request)).toBe(expected);
});

test.each([
  { to: "2026-01-30T00:00:00Z" },
  { by: -1 },
  { by: "P" },
  { by: "P1DT" },
  { by: "soon" },
  { by: null },
  { to: 5 },
  {},
  { by: "P90Y" },
])("%j is refused", (request) => {
  expect(() => decideTarget(request, now)).toThrow();
});
