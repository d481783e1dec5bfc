import { expect, test } from "vitest";
import { hasVerifiedEmail, verifiedPrimary } from "@/lib/identity/internal/sign-in/outside-providers";
import { outsideProviderIds } from "@/lib/identity/outside-sign-in";

const email = "ada@example.com";

test("an outside sign-in counts only when the provider says that it has checked the address", () => {
  expect(hasVerifiedEmail({ email, email_verified: true })).toBe(true);
  expect(hasVerifiedEmail({ email, email_verified: false })).toBe(false);
  expect(hasVerifiedEmail({ email, email_verified: "true" })).toBe(false);
  expect(hasVerifiedEmail({ email })).toBe(false);
  expect(hasVerifiedEmail({ email: "", email_verified: true })).toBe(false);
  expect(hasVerifiedEmail(undefined)).toBe(false);
});

test("of GitHub's addresses only the checked primary one is taken", () => {
  expect(verifiedPrimary([{ email, primary: true, verified: true }])).toBe(email);
  expect(verifiedPrimary([{ email, primary: true, verified: false }])).toBeNull();
  expect(verifiedPrimary([{ email, primary: false, verified: true }])).toBeNull();
});

test("a provider without credentials is not offered", () => {
  expect(outsideProviderIds()).toEqual([]);
});
