import { chainHash, digestRecords, firstHash, type SealedRow } from "@/lib/audit/seal";
import { db } from "@/lib/platform/db";

export type ChainVerdict =
  | { intact: true; seals: number; records: number }
  | { intact: false; sequence: number; problem: string };

/**
 * Recomputes the whole chain from the records and says where it first breaks: a record that was altered, removed or
 * slipped in later, or a seal that does not follow from the one before it.
 */
export async function verifyAuditChain(
  verifySignature: (hash: string, signature: string) => Promise<boolean>,
): Promise<ChainVerdict> {
  const seals = await db().auditSeal.findMany({ orderBy: { sequence: "asc" } });
  let previous = {
    hash: firstHash,
    sequence: 0,
    upToTransaction: 0n,
    upToRecordId: "00000000-0000-0000-0000-000000000000",
  };
  let records = 0;
  for (const seal of seals) {
    const broken = (problem: string): ChainVerdict => ({ intact: false, sequence: seal.sequence, problem });
    if (seal.sequence !== previous.sequence + 1) return broken("a seal before this one is missing");
    const rows = await db().$queryRaw<SealedRow[]>`
      select * from audit_record
      where (transaction, id) > (${previous.upToTransaction}, ${previous.upToRecordId}::uuid)
        and (transaction, id) <= (${seal.upToTransaction}, ${seal.upToRecordId}::uuid)
      order by transaction, id`;
    if (rows.length !== seal.records) return broken(`${seal.records} records were sealed, ${rows.length} are there`);
    const recordsDigest = digestRecords(rows);
    if (recordsDigest !== seal.recordsDigest) return broken("a record was altered");
    const hash = chainHash({ sequence: seal.sequence, previousHash: previous.hash, recordsDigest });
    if (hash !== seal.hash) return broken("the hash does not follow from the seal before");
    if (!(await verifySignature(hash, seal.signature))) return broken("the signature is not ours");
    previous = seal;
    records += rows.length;
  }
  return { intact: true, seals: seals.length, records };
}
