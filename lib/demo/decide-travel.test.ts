import { expect, test } from "vitest";
import { decideTravel } from "@/lib/demo/decide-travel";

const now = new Date("2027-01-31T10:30:00.000Z");
const travel = (form: Record<string, string>) => decideTravel(form, now).toISOString();

test.each([
  ["a day on", { by: "day" }, "2027-02-01T10:30:00.000Z"],
  ["a month on, which ends on its last day", { by: "month" }, "2027-02-28T10:30:00.000Z"],
  ["so many days ahead", { days: "365" }, "2028-01-31T10:30:00.000Z"],
  ["to an instant", { to: "2027-01-31T10:30:01.000Z" }, "2027-01-31T10:30:01.000Z"],
])("%s", (_, form: Record<string, string>, expected) => {
  expect(travel(form)).toBe(expected);
});

test("a button that names where to go outweighs the slider that lies beside it", () => {
  expect(travel({ days: "200", by: "day" })).toBe("2027-02-01T10:30:00.000Z");
});

test.each([
  ["back", { to: "2027-01-31T10:29:59.000Z" }],
  ["nowhere", { to: now.toISOString() }],
  ["no days", { days: "0" }],
  ["more than a year", { to: "2028-03-01T00:00:00.000Z" }],
  ["by a century", { by: "century" }],
  ["without a word", {}],
])("time goes forward and a year at most: %s is refused", (_, form: Record<string, string>) => {
  expect(() => travel(form)).toThrow(expect.objectContaining({ code: "invalid_request" }));
});
