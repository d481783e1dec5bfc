import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { recordAudit } from "@/lib/audit/record";
import { sealAudit } from "@/lib/audit/seal";
import { verifyAuditChain } from "@/lib/audit/verify";
import { db, transaction } from "@/lib/platform/db";
import type { AuditAction } from "@/lib/platform/module";

const sign = async (hash: string) => `signed ${hash}`;
const verify = () => verifyAuditChain(async (hash, signature) => signature === `signed ${hash}`);

async function change(action: AuditAction): Promise<void> {
  await transaction((tx) =>
    recordAudit(tx, {
      actor: { kind: "system", name: "test" },
      action,
      subject: { kind: "thing", id: randomUUID() },
      detail: { action },
    }),
  );
}

/**
 * Resolves when every transaction that was open is over: the sealer leaves what came after the oldest running one, and
 * PostgreSQL counts those of all databases of the cluster, so also those of tests that run beside this one.
 */
async function othersFinished(): Promise<void> {
  await vi.waitFor(
    async () => {
      const [row] = await db().$queryRaw<{ waiting: bigint }[]>`
        select count(*) as waiting from audit_record
        where transaction >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;
      expect(row?.waiting).toBe(0n);
    },
    { timeout: 60_000 },
  );
}

/** The owner of the tables: the only role that could tamper with them. */
async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.MIGRATE_DATABASE_URL });
  await client.connect();
  await client.query(sql);
  await client.end();
}

test("a record is written if and only if its change commits", async () => {
  const before = await db().auditRecord.count();
  await expect(
    transaction(async (tx) => {
      await recordAudit(tx, {
        actor: { kind: "system", name: "test" },
        action: "user.updated",
        subject: { kind: "thing", id: "1" },
      });
      throw new Error("the change failed");
    }),
  ).rejects.toThrow("the change failed");
  expect(await db().auditRecord.count()).toBe(before);
});

test("the application's role can neither alter nor delete a record", async () => {
  await change("user.updated");
  await expect(db().$executeRaw`update audit_record set action = 'nothing.happened'`).rejects.toThrow(
    /permission denied/,
  );
  await expect(db().$executeRaw`delete from audit_record`).rejects.toThrow(/permission denied/);
  await expect(db().$executeRaw`delete from audit_seal`).rejects.toThrow(/permission denied/);
});

test("the chain covers each record once, and finds the one that its owner altered", { timeout: 130_000 }, async () => {
  await change("session.created");
  await change("session.ended");
  await othersFinished();
  await sealAudit(sign);
  await change("user.created");
  await othersFinished();
  await Promise.all([sealAudit(sign), sealAudit(sign)]);
  const total = await db().auditRecord.count();
  expect(await verify()).toMatchObject({ intact: true, records: total });

  await asOwner("update audit_record set action = 'thing.forged' where action = 'session.created'");
  expect(await verify()).toMatchObject({ intact: false, problem: "a record was altered" });
  await asOwner("update audit_record set action = 'session.created' where action = 'thing.forged'");
  expect(await verify()).toMatchObject({ intact: true });

  await asOwner("delete from audit_record where action = 'session.ended'");
  expect(await verify()).toMatchObject({ intact: false });
});

test("erasing the detail of a record leaves the chain intact", { timeout: 70_000 }, async () => {
  await change("user.email_verified");
  await othersFinished();
  await sealAudit(sign);
  const verdict = await verify();
  await db().auditDetail.deleteMany();
  expect(await verify()).toEqual(verdict);
});
