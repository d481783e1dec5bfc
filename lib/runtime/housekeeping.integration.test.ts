import { expect, test } from "vitest";
import { addMs, dayMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { sweepHousekeeping } from "@/lib/runtime/housekeeping";
import { askForChange, changeAddress, emailOf, signedIn } from "@/tests/address-dance";

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

test("a wish for another address is forgotten after a day, and one that was replaced once nobody can put it back", async () => {
  const { person, cookies } = await signedIn();
  const { to } = await changeAddress({ cookies, email: person.email });
  await askForChange({ cookies });
  const kept = () =>
    Promise.all([
      db().emailChangeRequest.count({ where: { userId: person.id } }),
      db().emailChange.count({ where: { userId: person.id } }),
    ]);
  await sweepHousekeeping();
  expect(await kept()).toEqual([1, 1]);
  await db().emailChangeRequest.updateMany({ where: { userId: person.id }, data: { createdAt: daysAgo(1.01) } });
  await db().emailChange.updateMany({ where: { userId: person.id }, data: { undoUntil: daysAgo(0.01) } });
  await sweepHousekeeping();
  expect(await kept()).toEqual([0, 0]);
  expect(await emailOf(person.id)).toBe(to);
});

test("a used refresh token is forgotten after thirty days, one that can still be used is not", async () => {
  const token = (idHash: string, created: number, consumed: number | null) =>
    db().oidcArtifact.create({
      data: {
        model: "RefreshToken",
        idHash,
        payload: {},
        createdAt: daysAgo(created),
        consumedAt: consumed === null ? null : daysAgo(consumed),
        expiresAt: daysAgo(-59),
      },
    });
  await token("used-long-ago", 32, 31);
  await token("used-a-moment-ago", 32, 0);
  await token("unused", 32, null);
  await token("used", 29, 28);
  await sweepHousekeeping();
  const left = await db().oidcArtifact.findMany({ select: { idHash: true }, orderBy: { idHash: "asc" } });
  expect(left.map(({ idHash }) => idHash)).toEqual(["unused", "used", "used-a-moment-ago"]);
});
