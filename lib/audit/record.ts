import { randomBytes } from "node:crypto";
import type { Prisma } from "@/generated/prisma/client";
import { type Actor, actorId } from "@/lib/core/actor";
import { clock, systemNow } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import type { AuditAction } from "@/lib/platform/module";
import { currentRequestId } from "@/lib/platform/request-context";

/** One change, as the audit log keeps it. Ids and codes only; whatever names a person goes into `detail`. */
export type AuditEntry = {
  actor: Actor;
  /** What was done, in the past tense: `subscription.cancel_requested`. */
  action: AuditAction;
  subject: { kind: string; id: string };
  accountId?: string | null;
  /** Readable detail. It is stored apart so that it can be erased; the record keeps its salted digest. */
  detail?: Prisma.InputJsonObject;
};

/** Writes the audit record of a change in the change's own transaction: either both are there or neither. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const salt = randomBytes(16).toString("base64url");
  const record = await tx.auditRecord.create({
    data: {
      at: systemNow(),
      businessAt: clock.now(),
      actorKind: entry.actor.kind,
      actorId: actorId(entry.actor),
      action: entry.action,
      subjectKind: entry.subject.kind,
      subjectId: entry.subject.id,
      accountId: entry.accountId ?? null,
      requestId: currentRequestId(),
      detailDigest: entry.detail ? sha256(salt, JSON.stringify(entry.detail)) : null,
    },
    select: { id: true },
  });
  if (entry.detail) await tx.auditDetail.create({ data: { recordId: record.id, salt, detail: entry.detail } });
}
