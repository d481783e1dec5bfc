import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { type StaffRole, staffRoles } from "@/lib/core/actor";
import { toPublicId } from "@/lib/core/ids";
import { staffAction } from "@/lib/entry/action";
import { isPermitted } from "@/lib/platform/installed";
import { permissions } from "@/tests/installed-modules";
import { writtenRefusals } from "@/tests/written-refusals";

let role: StaffRole = "viewer";

// Who is signed in is read from the request that Next holds, which there is none of here.
vi.mock("@/lib/entry/page", () => ({
  requireStaff: async () => ({ role, staff: { kind: "staff", userId: randomUUID(), role } }),
}));

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
  expect(await (await writtenRefusals()).count({ where: { kind: "forbidden", where: "staff action" } })).toBe(1);
});

test("what was refused names the customer whom it was about, one line for each, and no validator's own words", async () => {
  role = "admin";
  const refuse = (account: string) => {
    const form = new FormData();
    form.set("account", account);
    return staffAction(
      "customer.sync",
      z.object({ account: z.string(), reason: z.string() }),
      async () => "done",
    )(null, form);
  };
  const ids = [randomUUID(), randomUUID()];
  for (const id of ids) expect(await refuse(toPublicId("account", id))).toMatchObject({ field: "reason" });
  await refuse("nonsense");
  const written = await writtenRefusals();
  const refused = (accountId: string | null) => written.findMany({ where: { kind: "invalid_request", accountId } });
  for (const id of [...ids, null])
    expect(await refused(id)).toMatchObject([{ detail: "A field is not as it should be: reason (invalid_type)." }]);
});

test("a text that can't be kept is refused by the name of its field, before anything is done", async () => {
  role = "admin";
  const form = new FormData();
  form.set("reason", "as they\0asked");
  const run = vi.fn(async () => "done");
  const answer = await staffAction("customer.refund", z.object({ reason: z.string() }), run)(null, form);
  expect(answer).toEqual({ status: "error", code: "invalid_request", field: "reason" });
  expect(run).not.toHaveBeenCalled();
});
