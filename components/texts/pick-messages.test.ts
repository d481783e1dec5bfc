import { expect, test } from "vitest";
import { pickMessages } from "@/components/texts/pick-messages";

const messages = {
  errors: { codes: { internal: "a" }, crash: { title: "b" } },
  staff: { title: "c" },
  home: { title: "d" },
};

test("sends what was named and nothing beside it", () => {
  expect(pickMessages(messages, ["errors.codes", "staff"])).toEqual({
    errors: { codes: { internal: "a" } },
    staff: { title: "c" },
  });
});

test("two parts of one namespace arrive together", () => {
  expect(pickMessages(messages, ["errors.codes", "errors.crash"])).toEqual({ errors: messages.errors });
});

test("a name that no message has is an error and not a silent gap", () => {
  expect(() => pickMessages(messages, ["errors.cods"])).toThrow("cods");
});
