import { expect, test } from "vitest";
import { staffRoles } from "@/lib/core/actor";
import { isPermitted } from "@/lib/platform/installed";
import "@/tests/installed-modules";

test("every staff role may read", () => {
  for (const role of staffRoles) expect(isPermitted(role, "read")).toBe(true);
});

test("only operators and admins may replay an event", () => {
  expect(staffRoles.filter((role) => isPermitted(role, "inbox.replay"))).toEqual(["operator", "admin"]);
});

test.each([
  ["customer.sync", ["support", "finance", "operator", "admin"]],
  ["customer.subscription", ["support", "finance", "operator", "admin"]],
  ["customer.refund", ["finance", "admin"]],
  ["customer.grant", ["support", "finance", "operator", "admin"]],
  ["customer.access", ["support", "operator", "admin"]],
] as const)("%s is for %s and nobody else", (permission, roles) => {
  expect(staffRoles.filter((role) => isPermitted(role, permission))).toEqual(roles);
});

test("whoever has no staff role may nothing", () => {
  expect([isPermitted(null, "read"), isPermitted(undefined, "read")]).toEqual([false, false]);
});
