import { expect, test } from "vitest";
import { localizedPath } from "@/lib/core/locales";
import { decideLocale } from "@/lib/web/locale";

const visit = (pathname: string, options: { cookie?: string; acceptLanguage?: string } = {}) =>
  decideLocale({ pathname, cookie: options.cookie, acceptLanguage: options.acceptLanguage ?? null });

test("an address with a language prefix is in that language and loses the prefix", () => {
  expect(visit("/nl/pricing")).toEqual({ locale: "nl", pathname: "/pricing", redirectTo: null });
  expect(visit("/nl")).toEqual({ locale: "nl", pathname: "/", redirectTo: null });
});

test("a public address without a prefix is English", () => {
  expect(visit("/pricing")).toEqual({ locale: "en", pathname: "/pricing", redirectTo: null });
});

test("a visitor of a public page who prefers Dutch is sent to the Dutch address", () => {
  expect(visit("/pricing", { acceptLanguage: "nl-BE,en;q=0.8" }).redirectTo).toBe("/nl/pricing");
  expect(visit("/", { acceptLanguage: "fr, nl;q=0.5, en;q=0.4" }).redirectTo).toBe("/nl");
});

test("a choice made on the site counts for more than the browser's preference", () => {
  expect(visit("/pricing", { cookie: "en", acceptLanguage: "nl" }).redirectTo).toBeNull();
});

test("a page of the account has one address and follows the visitor's language", () => {
  expect(visit("/account", { cookie: "nl" })).toEqual({ locale: "nl", pathname: "/account", redirectTo: null });
});

test("a language that is refused with q=0 is not chosen", () => {
  expect(visit("/account", { acceptLanguage: "nl;q=0, en" }).locale).toBe("en");
});

test("the English address of a page has no prefix", () => {
  expect([localizedPath("/", "en"), localizedPath("/", "nl"), localizedPath("/pricing", "nl")]).toEqual([
    "/",
    "/nl",
    "/nl/pricing",
  ]);
});
