import { expect, test } from "vitest";
import { ImportLease, takeImportRun } from "@/lib/billing/internal/import/import-run";
import { db } from "@/lib/platform/db";

test("a run that renews its lease while it notes batch after batch is never taken for lost", async () => {
  const run = await takeImportRun(30);
  if (!run) throw new Error("The run is free.");
  const lease = new ImportLease(run, 30);
  for (let batch = 0; batch < 60; batch += 1) {
    await lease.noteBatch({ cursor: `cus_${batch}`, seen: 1, leftAlone: [] });
  }
  expect(await lease.end("finished")).toMatchObject({ customersSeen: 60, cursor: "cus_59", leaseUntil: null });
});

test("a run that somebody else has taken over is noted by them alone", async () => {
  const run = await takeImportRun(60_000);
  if (!run) throw new Error("The run is free.");
  const lease = new ImportLease(run, 60_000);
  await db().importRun.update({ where: { id: run.id }, data: { leaseUntil: new Date(Date.now() + 90_000) } });
  const noted = lease.noteBatch({ cursor: "cus_1", seen: 1, leftAlone: [] });
  await expect(noted).rejects.toMatchObject({ code: "lease_lost" });
  await expect(lease.startOver()).rejects.toMatchObject({ code: "lease_lost" });
  await expect(lease.end("interrupted")).rejects.toMatchObject({ code: "lease_lost" });
  const theirs = await db().importRun.findUniqueOrThrow({ where: { id: run.id } });
  expect(theirs).toMatchObject({ state: "running", customersSeen: 0, leaseUntil: expect.any(Date) });
});
