import { expect, test } from "vitest";
import { decideRecovery } from "@/lib/billing/internal/money/decide-recovery";

const createdAt = new Date("2026-11-22T12:00:00Z");
const hoursLater = (hours: number) => new Date(createdAt.getTime() + hours * 3_600_000);

test.each([
  ["create_customer", 0, false, "repeat"],
  ["create_customer", 22, false, "repeat"],
  ["create_customer", 24, false, "look_up"],
  ["create_checkout_session", 1, false, "repeat"],
  ["create_checkout_session", 30, false, "look_up"],
  ["expire_checkout_session", 1, false, "repeat"],
  ["cancel_at_period_end", 1, false, "repeat"],
  ["cancel_at_period_end", 1, true, "abandon"],
  ["resume_subscription", 40, true, "abandon"],
  ["resume_subscription", 40, false, "look_up"],
  ["create_portal_session", 0, false, "abandon"],
  ["tell_customer_address", 30, false, "repeat"],
  ["tell_customer_address", 1, true, "abandon"],
  ["refund_charge", 1, true, "repeat"],
  ["refund_charge", 30, true, "look_up"],
] as const)("%s after %i h, superseded %s: %s", (kind, hours, isSuperseded, expected) => {
  expect(decideRecovery({ kind, createdAt, isSuperseded }, hoursLater(hours))).toBe(expected);
});
