import { appendFile } from "node:fs/promises";
import { Prisma } from "@/generated/prisma/client";
import { systemNow } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";

const batchSize = 1000;
export const firstHash = sha256("gatehouse audit chain");

export type SealedRow = {
  id: string;
  at: Date;
  businessAt: Date;
  actorKind: string;
  actorId: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  accountId: string | null;
  requestId: string | null;
  detailDigest: string | null;
  transaction: bigint;
};

/**
 * Chains the audit records that committed since the last seal, signs the new head and publishes it outside the
 * database: in the log, and in AUDIT_HEADS_FILE where it is set. Returns how many records were sealed.
 *
 * Only transactions older than every running one are taken, so no record can appear later in a place that was already
 * sealed; mutations never wait for the chain. Two sealers at once compute the same sequence number, and one loses.
 */
export async function sealAudit(sign: (hash: string) => Promise<string>): Promise<number> {
  const last = await db().auditSeal.findFirst({ orderBy: { sequence: "desc" } });
  if (last) await refuseRestoredCluster(last.upToTransaction);
  const rows = await db().$queryRaw<SealedRow[]>`
    select * from audit_record
    where transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      and (transaction, id) > (${last?.upToTransaction ?? 0n}, ${last?.upToRecordId ?? "00000000-0000-0000-0000-000000000000"}::uuid)
    order by transaction, id limit ${batchSize}`;
  const end = rows.at(-1);
  if (!end) return 0;

  const sequence = (last?.sequence ?? 0) + 1;
  const previousHash = last?.hash ?? firstHash;
  const recordsDigest = digestRecords(rows);
  const hash = chainHash({ sequence, previousHash, recordsDigest });
  const signature = await sign(hash);
  try {
    await db().auditSeal.create({
      data: {
        sequence,
        upToTransaction: end.transaction,
        upToRecordId: end.id,
        records: rows.length,
        recordsDigest,
        previousHash,
        hash,
        signature,
        sealedAt: systemNow(),
      },
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") return 0;
    throw error;
  }
  await publishHead({ sequence, hash, signature });
  return rows.length;
}

/**
 * A dump that was restored into a new cluster starts its transaction numbers anew, so that its new records would come
 * before the last seal and never be sealed: that must not pass in silence.
 * @throws Error that names the remedy
 */
async function refuseRestoredCluster(sealedUpTo: bigint): Promise<void> {
  const [row] = await db().$queryRaw<{ oldest: bigint }[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest`;
  if (row && row.oldest >= sealedUpTo) return;
  throw new Error(
    `The audit log was sealed up to transaction ${sealedUpTo}, and this database is only at ${row?.oldest}: it was restored into a new cluster. Raise its next transaction id above the sealed one (pg_resetwal -x) before it serves.`,
  );
}

/** The digest of some records in their order: any change to any column changes it. */
export function digestRecords(rows: readonly SealedRow[]): string {
  return sha256(
    ...rows.map((row) =>
      JSON.stringify([
        row.id,
        row.at.toISOString(),
        row.businessAt.toISOString(),
        row.actorKind,
        row.actorId,
        row.action,
        row.subjectKind,
        row.subjectId,
        row.accountId,
        row.requestId,
        row.detailDigest,
        row.transaction.toString(),
      ]),
    ),
  );
}

/** The hash of one link: it holds the one before it. */
export function chainHash(link: { sequence: number; previousHash: string; recordsDigest: string }): string {
  return sha256(link.previousHash, String(link.sequence), link.recordsDigest);
}

async function publishHead(head: { sequence: number; hash: string; signature: string }): Promise<void> {
  logger().info(head, "audit head");
  const file = env().AUDIT_HEADS_FILE;
  if (file) await appendFile(file, `${JSON.stringify(head)}\n`);
}
