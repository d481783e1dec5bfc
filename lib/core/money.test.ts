import { expect, test } from "vitest";
import { currencies, decimalsOf, formatMoney, parseMoney } from "@/lib/core/money";

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

test("a change has its sign where the language puts it, and nothing has none", () => {
  const change = (amountMinor: number, locale: string) =>
    plain(formatMoney(amountMinor, "eur", locale, { isChange: true }));
  expect([change(800, "en"), change(-800, "en"), change(0, "en")]).toEqual(["+€8.00", "-€8.00", "€0.00"]);
  expect([change(800, "nl"), change(-800, "nl")]).toEqual(["€ +8,00", "€ -8,00"]);
});

test("a currency without decimals is not divided by a hundred", () => {
  expect(formatMoney(500, "jpy", "en")).toBe("¥500");
});

test.each([
  ["huf", 100_050, "HUF 1,000.50"],
  ["isk", 50_000, "ISK 500.00"],
  ["cop", 12_300, "COP 123.00"],
  ["kwd", 5_120, "KWD 5.120"],
])("of %s, %i is what Stripe counts, whatever people round to", (currency, amountMinor, text) => {
  expect(plain(formatMoney(amountMinor, currency, "en"))).toBe(text);
});

test.each([
  ["12", "eur", 1200],
  ["12,5", "eur", 1250],
  ["4.35", "eur", 435],
  ["0,01", "usd", 1],
  [" 8,00 ", "eur", 800],
  ["1000", "jpy", 1000],
  ["10", "huf", 1000],
  ["5.12", "kwd", 5120],
  ["9999999999,99", "idr", 999_999_999_999],
])("%j of %s is read as %i", (text, currency, amountMinor) => {
  expect(parseMoney(text, currency)).toBe(amountMinor);
});

test.each([
  ...["", "-5", "1e3", "1.234,50", "12.505", "12.", "€ 5", "5 6", "NaN", "Infinity"].map(
    (text) => [text, "eur"] as const,
  ),
  ["10.00", "jpy"] as const,
])("%j of %s is no amount", (text, currency) => {
  expect(parseMoney(text, currency)).toBeNull();
});

test("the currencies that are on sale have two decimals", () => {
  expect(currencies.map(decimalsOf)).toEqual([2, 2]);
});
