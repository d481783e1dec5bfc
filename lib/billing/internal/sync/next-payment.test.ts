import { describe, expect, test } from "vitest";
import {
  isNextPaymentDue,
  isPlainlyPriced,
  readPreview,
  readRefusedPreview,
} from "@/lib/billing/internal/sync/next-payment";

const end = 1_800_000_000;
const price = {
  ...{ currency: "eur", unit_amount: 800, unit_amount_decimal: null },
  ...{ recurring: null, transform_quantity: null },
};
const item = { current_period_end: end, discounts: [], price, tax_rates: [] };
const plain = {
  ...{ status: "active" as const, currency: "eur", items: { data: [item] } },
  ...{ cancel_at: null, cancel_at_period_end: false, pause_collection: null },
  ...{ default_tax_rates: [], discounts: [], schedule: null },
};
const payer = { balance: 0, discount: null };
const paused = (resumes_at: number | null) => ({ behavior: "void" as const, resumes_at });

describe("when the period ends, something is charged", () => {
  test.each([
    ["of one that goes on", plain, true],
    ["of a trial", { ...plain, status: "trialing" }, true],
    ["of one whose last payment failed", { ...plain, status: "past_due" }, true],
    ["of none that has ended", { ...plain, status: "canceled" }, false],
    ["of none that is unpaid", { ...plain, status: "unpaid" }, false],
    ["of none that ends then", { ...plain, cancel_at_period_end: true }, false],
    ["of none that ends before", { ...plain, cancel_at: end - 1 }, false],
    ["of one that ends after another period", { ...plain, cancel_at: end + 1 }, true],
    ["of none whose payments are paused for good", { ...plain, pause_collection: paused(null) }, false],
    ["of none whose payments are paused until later", { ...plain, pause_collection: paused(end + 1) }, false],
    ["of one whose payments go on by then", { ...plain, pause_collection: paused(end) }, true],
  ] as const)("%s", (_which, subscription, isDue) => {
    expect(isNextPaymentDue({ ...subscription, items: { data: [item] } })).toBe(isDue);
  });
});

describe("price times seats is all, unless", () => {
  const withPrice = (change: object) => ({ items: { data: [{ ...item, price: { ...price, ...change } }] } });
  const withItem = (change: object) => ({ items: { data: [{ ...item, ...change }] } });
  test.each([
    ["nothing has a say", {}, {}, true],
    ["the subscription has a discount", { discounts: ["di_1"] }, {}, false],
    ["its item has one", withItem({ discounts: ["di_1"] }), {}, false],
    ["its payer has one", {}, { discount: { id: "di_1" } }, false],
    ["the payer has credit", {}, { balance: -1 }, false],
    ["the payer owes something", {}, { balance: 1 }, false],
    ["a schedule changes it", { schedule: "sub_sched_1" }, {}, false],
    ["it ends in the middle of a period", { cancel_at: end + 1 }, {}, false],
    ["it has a second item", { items: { data: [item, item] } }, {}, false],
    ["it has a tax rate", { default_tax_rates: [{ id: "txr_1" }] }, {}, false],
    ["its item has one of those", withItem({ tax_rates: [{ id: "txr_1" }] }), {}, false],
    ["its price is in tiers", withPrice({ unit_amount: null }), {}, false],
    ["its price is by use", withPrice({ recurring: { usage_type: "metered" } }), {}, false],
    ["its price is for packages", withPrice({ transform_quantity: { divide_by: 5, round: "up" } }), {}, false],
    ["its price is in another currency", withPrice({ currency: "usd" }), {}, false],
  ])("%s", (_what, ofSubscription, ofPayer, isPlain) => {
    expect(isPlainlyPriced({ ...plain, ...ofSubscription }, { ...payer, ...ofPayer })).toBe(isPlain);
  });
});

describe("a preview", () => {
  const line = (start: number, periodEnd = start + 1_000) => ({ period: { start, end: periodEnd } });
  const preview = (lines: ReturnType<typeof line>[], currency = "eur") =>
    readPreview(plain, { currency, amount_due: 450, lines: { data: lines } });

  test("of the next period says what is charged, also where use is charged afterwards", () => {
    expect(preview([line(end)])).toEqual({ isComing: true, amountMinor: 450 });
    expect(preview([line(1, 2), line(end - 1_000, end)])).toEqual({ isComing: true, amountMinor: 450 });
  });

  test("of another day or another currency says no amount", () => {
    const unknown = { isComing: true, amountMinor: null };
    expect(preview([line(end - 5_000)])).toEqual(unknown);
    expect(preview([line(end)], "usd")).toEqual(unknown);
    const two = { ...plain, items: { data: [item, { ...item, current_period_end: end + 9 }] } };
    expect(readPreview(two, { currency: "eur", amount_due: 450, lines: { data: [line(end)] } })).toEqual(unknown);
  });

  test("that is refused because nothing follows is told from one that can't be had", () => {
    expect(readRefusedPreview("invoice_upcoming_none")).toEqual({ isComing: false, amountMinor: null });
    for (const code of [undefined, "tax_id_invalid"])
      expect(readRefusedPreview(code)).toEqual({ isComing: true, amountMinor: null });
  });
});
