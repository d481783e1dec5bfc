import { expect, test } from "vitest";
import { readCustomerFilter, writeCustomerFilter } from "@/lib/success/customer-filter";

test("a filter that was written into an address is read from it again", () => {
  const address = {
    search: "ada",
    plan: "pro",
    status: "past_due",
    interval: "year",
    currency: "usd",
    since: "2026-01-31",
    problem: "ends_soon",
    order: "oldest",
  };
  expect(writeCustomerFilter(readCustomerFilter(address))).toEqual(address);
});

test("what is no choice that there is narrows nothing", () => {
  const wrong = {
    search: "   ",
    plan: "gold",
    status: "1=1",
    interval: "day",
    currency: "xyz",
    since: "2026-02-30",
    problem: "x",
    order: "random",
  };
  expect(writeCustomerFilter(readCustomerFilter(wrong))).toEqual({});
  expect(writeCustomerFilter(readCustomerFilter({ since: "yesterday" }))).toEqual({});
});
