import { expect, test } from "vitest";
import { decideClaim, type WaitingAccount } from "@/lib/accounts/decide-claim";

const account = (accountId: string, isLive: boolean, day: number | null): WaitingAccount => ({
  accountId,
  isLive,
  lastStartedAt: day === null ? null : new Date(Date.UTC(2026, 0, day)),
});
const stranger = { paysAlready: false };

test.each([
  ["nothing waits", [], []],
  ["one that ended", [account("a", false, 1)], ["a"]],
  ["one that never had a subscription", [account("a", false, null)], ["a"]],
  ["the live one before one that ended later", [account("a", false, 9), account("b", true, 1)], ["b"]],
  ["both, where both are paid for, the newer first", [account("a", true, 1), account("b", true, 2)], ["b", "a"]],
  ["of ended ones the last alone", [account("a", false, 1), account("b", false, 2), account("c", false, null)], ["b"]],
])("somebody new takes over: %s", (_case, waiting, taken) => {
  expect(decideClaim(waiting, stranger)).toEqual(taken);
  expect(decideClaim([...waiting].reverse(), stranger)).toEqual(taken);
});

test("who already pays here takes over what is paid for, and leaves what ended to staff", () => {
  const waiting = [account("a", false, 9), account("b", true, 1)];
  expect(decideClaim(waiting, { paysAlready: true })).toEqual(["b"]);
  expect(decideClaim([account("a", false, 9)], { paysAlready: true })).toEqual([]);
});
