import { expect, test } from "vitest";
import { addMs, dayMs } from "@/lib/core/time";
import { sweepHousekeeping } from "@/lib/entry/housekeeping";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

const daysAgo = (days: number) => addMs(systemNow(), -days * dayMs);

test("an invitation is forgotten after ninety days, but not while it can be accepted", async () => {
  const { id: accountId } = await db().account.create({ data: {} });
  const invite = (email: string, expiresAt: Date) =>
    db().invitation.create({
      data: { accountId, email, invitedBy: accountId, createdAt: daysAgo(91), expiresAt },
    });
  await invite("expired@example.com", daysAgo(77));
  await invite("sent-again@example.com", daysAgo(-10));
  await sweepHousekeeping();
  expect(await db().invitation.findMany({ select: { email: true } })).toEqual([{ email: "sent-again@example.com" }]);
});

test("an import that has ended is forgotten after ninety days; one that has not is gone on with", async () => {
  const run = (cursor: string, state: "finished" | "interrupted", days: number) =>
    db().importRun.create({
      data: { cursor, state, startedAt: daysAgo(days), finishedAt: state === "finished" ? daysAgo(days) : null },
    });
  await run("cus_old", "finished", 91);
  await run("cus_new", "finished", 89);
  await run("cus_stopped", "interrupted", 91);
  await sweepHousekeeping();
  const left = await db().importRun.findMany({ select: { cursor: true }, orderBy: { cursor: "asc" } });
  expect(left).toEqual([{ cursor: "cus_new" }, { cursor: "cus_stopped" }]);
});
