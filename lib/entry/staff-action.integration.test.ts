import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { isPermitted, type StaffPermission, type StaffRole, staffPermissions, staffRoles } from "@/lib/core/actor";
import { staffAction } from "@/lib/entry/action";
import { db } from "@/lib/platform/db";

let role: StaffRole = "viewer";

// Who is signed in is read from the request that Next holds, which there is none of here.
vi.mock("@/lib/entry/page", () => ({
  requireStaff: async () => ({ role, staff: { kind: "staff", userId: randomUUID(), role } }),
}));

const permissions = Object.keys(staffPermissions) as StaffPermission[];

test.each(permissions)(
  "the server does %s for the roles on its list, and for no other, whatever a page has shown",
  async (permission) => {
    for (role of staffRoles) {
      const run = vi.fn(async () => "done");
      const answer = await staffAction(permission, z.object({}), run)(null, new FormData());
      const isAllowed = isPermitted(role, permission);
      expect([role, answer.status, run.mock.calls.length]).toEqual([
        role,
        isAllowed ? "ok" : "error",
        isAllowed ? 1 : 0,
      ]);
      if (!isAllowed) expect(answer).toMatchObject({ code: "forbidden" });
    }
  },
);

test("an action that was refused leaves a trace for staff", async () => {
  role = "viewer";
  await staffAction("customer.refund", z.object({}), async () => "done")(null, new FormData());
  expect(await db().refusal.count({ where: { kind: "forbidden", where: "staff action" } })).toBe(1);
});
