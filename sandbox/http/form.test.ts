import { expect, test } from "vitest";
import { StripeError } from "./errors";
import { parseForm } from "./form";

const plain = (encoded: string): unknown => JSON.parse(JSON.stringify(parseForm(encoded)));

test("nested objects and both ways to write arrays are decoded", () => {
  expect(plain("a=1&b[c]=2&b[d][e]=3&f[]=4&f[]=5&g[0][h]=6&g[1][h]=7")).toEqual({
    a: "1",
    b: { c: "2", d: { e: "3" } },
    f: ["4", "5"],
    g: [{ h: "6" }, { h: "7" }],
  });
});

test("names and values are percent-decoded, a plus is a space", () => {
  expect(plain("metadata%5Bk%C3%A9y%5D=a+b%26c")).toEqual({ metadata: { kéy: "a b&c" } });
});

test.each(["a[b", "a]b=1", "=1", "[a]=1", "a=1&a[b]=2", "a[b]=1&a[b][c]=2", "a=%zz", `a${"[b]".repeat(20)}=1`])(
  "refuses %s with a Stripe-shaped 400",
  (encoded) => {
    expect(() => parseForm(encoded)).toThrow(StripeError);
  },
);

test("a parameter can't reach an object's prototype", () => {
  parseForm("__proto__[polluted]=1&constructor[prototype][polluted]=1");
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});
