import { expect, test } from "vitest";
import { weightedValues } from "@/lib/web/weighted-values";

test.each([
  [null, []],
  ["", []],
  ["br", ["br"]],
  ["gzip, deflate, BR", ["gzip", "deflate", "br"]],
  ["nl-BE,en;q=0.8", ["nl-be", "en"]],
  ["en;q=0.4, fr, nl ; q=0.5", ["fr", "nl", "en"]],
  ["br;q=0.0, gzip;q=0, en;q=1", ["en"]],
  ["nl;level=1;q=0.2, en;q=0.3", ["en", "nl"]],
  ["nl;q=much, en", ["en"]],
])("%s wants %j", (header, values) => {
  expect(weightedValues(header)).toEqual(values);
});

test("of a list without end only the beginning is read", () => {
  expect(weightedValues("nl,".repeat(5_000))).toHaveLength(50);
});
