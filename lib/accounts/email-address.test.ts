import { expect, test } from "vitest";
import { toEmailAddress } from "@/lib/accounts/email-address";

test("an address is trimmed and written in lower case", () => {
  expect(toEmailAddress("  Ada@Example.COM ")).toBe("ada@example.com");
});

test.each([
  "",
  "ada",
  "ada@",
  "@example.com",
  "ada@example.com, eve@example.com",
  "ada@example.com\r\nBcc: eve@example.com",
  `${"a".repeat(250)}@example.com`,
  // In lower case a Kelvin sign is a k, and this would be somebody else's address.
  "\u212Aate@example.com",
  "ade\u0301@example.com",
  null,
  7,
])("%j is no address", (value) => {
  expect(toEmailAddress(value)).toBeNull();
});
