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
  currency: "eur",
  shown: "0",
  attempt: "0b0e4a0e-3c2b-4a4e-9d5f-1f0a8f6b7c3d",
};

test.each([
  ["12,5", "eur", 1250],
  ["500", "jpy", 500],
])("a refund of %s in %s gives back %i minor units", (amount, currency, amountMinor) => {
  expect(refundInput.parse({ ...refund, amount, currency }).amountMinor).toBe(amountMinor);
});

test("a refund that is no amount of its currency names the field", () => {
  for (const wrong of [{ amount: "" }, { amount: "1,234" }, { amount: "5.00", currency: "jpy" }])
    expect(refundInput.safeParse({ ...refund, ...wrong }).error?.issues).toMatchObject([{ path: ["amount"] }]);
});

test("only plans that cost something are given, and only for a time that is offered", () => {
  const { attempt } = refund;
  const grant = { account: "acc_1", reason: "a broken week", plan: "pro", days: "14", attempt };
  expect(grantInput.parse(grant)).toMatchObject({ plan: "pro", days: 14 });
  for (const wrong of [{ plan: "free" }, { plan: "gold" }, { days: "15" }, { days: "0" }, { days: "" }])
    expect(grantInput.safeParse({ ...grant, ...wrong }).success).toBe(false);
});
