import { expect, test } from "vitest";
import { formatMoney } from "@/lib/core/money";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  [800, "eur", "en", "€8.00"],
  [800, "eur", "nl", "€ 8,00"],
  [123_456, "usd", "en", "$1,234.56"],
  [-50, "eur", "en", "-€0.50"],
])("%i minor units of %s read in %s as %s", (amountMinor, currency, locale, text) => {
  expect(plain(formatMoney(amountMinor, currency, locale))).toBe(text);
});

test("whole amounts may drop their decimals, others keep both", () => {
  expect(formatMoney(800, "eur", "en", { dropZeroDecimals: true })).toBe("€8");
  expect(formatMoney(850, "eur", "en", { dropZeroDecimals: true })).toBe("€8.50");
});

test("a currency without decimals is not divided by a hundred", () => {
  expect(formatMoney(500, "jpy", "en")).toBe("¥500");
});
