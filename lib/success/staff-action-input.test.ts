import { expect, test } from "vitest";
import { actionReason, grantInput, refundInput } from "@/lib/success/staff-action-input";

test.each(["", "    ", "abcd", "1234567890", "....…!!", "a b c d"])("%j is no reason", (text) => {
  expect(actionReason.safeParse(text).success).toBe(false);
});

test.each(["paid twice", "asked by mail", "één keer te veel betaald", "  spaces around  "])(
  "%j is a reason",
  (text) => {
    expect(actionReason.parse(text)).toBe(text.trim());
  },
);

const refund = {
  account: "acc_1",
  reason: "paid twice",
  charge: "ch_1",
  attempt: "0b0e4a0e-3c2b-4a4e-9d5f-1f0a8f6b7c3d",
};

test.each([
  ["12", 1200],
  ["12,5", 1250],
  ["12.50", 1250],
  ["4.35", 435],
  ["0,01", 1],
  [" 8,00 ", 800],
])("%j is read as %i cents", (amount, cents) => {
  expect(refundInput.parse({ ...refund, amount }).amount).toBe(cents);
});

test.each(["", "-5", "1e3", "1.234,50", "12.505", "€ 5", "5 6", "NaN", "Infinity"])("%j is no amount", (amount) => {
  expect(refundInput.safeParse({ ...refund, amount }).success).toBe(false);
});

test("only plans that cost something are given, and only for a time that is offered", () => {
  const grant = { account: "acc_1", reason: "a broken week", plan: "pro", days: "14" };
  expect(grantInput.parse(grant)).toMatchObject({ plan: "pro", days: 14 });
  for (const wrong of [{ plan: "free" }, { plan: "gold" }, { days: "15" }, { days: "0" }, { days: "" }])
    expect(grantInput.safeParse({ ...grant, ...wrong }).success).toBe(false);
});
