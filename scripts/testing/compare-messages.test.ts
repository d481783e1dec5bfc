import { expect, test } from "vitest";
import { compareMessages } from "./compare-messages";

test("the same texts in another language are fine", () => {
  const english = { a: { b: "Hello {name}", c: "{count, plural, one {# mail} other {# mails}}" } };
  const dutch = { a: { b: "Hallo {name}", c: "{count, plural, one {# mail} other {# mails}}" } };
  expect(compareMessages(english, dutch)).toEqual([]);
});

test.each([
  ["a text that is missing", { a: "x", b: "y" }, { a: "x" }, "b is missing"],
  ["a text that no other language has", { a: "x" }, { a: "x", b: "y" }, "b is in no other language"],
  ["a text that is empty", { a: "x" }, { a: " " }, "a is empty"],
  ["a value of another name", { a: "Hi {name}" }, { a: "Hoi {naam}" }, "a fills in {naam} instead of {name}"],
  ["a tag that was lost", { a: "<link>here</link>" }, { a: "hier" }, "a fills in nothing instead of <link>"],
])("names %s", (_, english, dutch, problem) => {
  expect(compareMessages(english, dutch)).toEqual([problem]);
});
