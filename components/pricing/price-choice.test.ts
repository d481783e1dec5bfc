import { expect, test } from "vitest";
import { pricingPath, readPriceChoice } from "@/components/pricing/price-choice";

test("the address decides which prices are shown", () => {
  expect(readPriceChoice({ interval: "month", currency: "usd" })).toEqual({ interval: "month", currency: "usd" });
});

test("an address that asks for what does not exist shows the prices by the year in euros", () => {
  for (const params of [{}, { interval: "week", currency: "gbp" }, { interval: ["month"], currency: ["usd"] }]) {
    expect(readPriceChoice(params)).toEqual({ interval: "year", currency: "eur" });
  }
});

test("a choice survives the way through its address", () => {
  const choice = { interval: "month", currency: "usd" } as const;
  const params = Object.fromEntries(new URL(pricingPath(choice), "https://example.com").searchParams);
  expect(readPriceChoice(params)).toEqual(choice);
});
