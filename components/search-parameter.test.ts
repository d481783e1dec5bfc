import { expect, test } from "vitest";
import { searchParameters } from "@/components/search-parameter";

test.each([
  ["missing", undefined],
  ["empty", ""],
  ["given twice", ["a", "b"]],
  ["no text that a database keeps", "a\0b"],
])("a value of the address that is %s counts as not given", async (_what, search) => {
  expect(await searchParameters(Promise.resolve({ search }))).toEqual({ search: undefined });
});

test("any other value is taken as it is", async () => {
  expect(await searchParameters(Promise.resolve({ search: " ada " }))).toEqual({ search: " ada " });
});
