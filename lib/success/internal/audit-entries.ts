import type { AuditRecord, Prisma } from "@/generated/prisma/client";
import { db } from "@/lib/platform/db";
import { behind, type TimelineSubject } from "@/lib/success/internal/timeline-reader";
import type { SourceBound } from "@/lib/success/merge-timeline";
import type { Doer, Sentence, TimelineEntry, TimelineKind } from "@/lib/success/timeline-entry";

const syncActions = ["billing.synced", "billing.several_subscriptions_found"];

/** What an action of anyone but staff is about, by how it begins; anything else is about the account and its people. */
const kindsByBeginning: [beginning: string, kind: TimelineKind][] = [
  ["checkout.", "checkout"],
  ["subscription.", "subscription"],
  ["billing_portal.", "subscription"],
  ["grant.", "subscription"],
  ["device.", "device"],
  ["billing.", "sync"],
];

/** The kinds that audit records can be of. */
export const auditKinds: readonly TimelineKind[] = ["staff", "account", ...kindsByBeginning.map(([, kind]) => kind)];

/** A sync that staff set off is a sync; whatever else staff did is theirs. */
function kindOf({ action, actorKind }: Pick<AuditRecord, "action" | "actorKind">): TimelineKind {
  if (syncActions.includes(action)) return "sync";
  if (actorKind === "staff") return "staff";
  return kindsByBeginning.find(([beginning]) => action.startsWith(beginning))?.[1] ?? "account";
}

/** The same rules as a filter, so that a page of one kind is full. */
function ofKind(kind: TimelineKind): Prisma.AuditRecordWhereInput {
  if (kind === "sync") return { OR: [{ action: { in: syncActions } }, byOthers([["billing.", "sync"]])] };
  const notSync = { action: { notIn: syncActions } };
  if (kind === "staff") return { actorKind: "staff", ...notSync };
  if (kind !== "account") return byOthers(kindsByBeginning.filter(([, of]) => of === kind));
  const begins = kindsByBeginning.map(([beginning]) => ({ action: { startsWith: beginning } }));
  return { actorKind: { not: "staff" }, NOT: { OR: begins } };
}

function byOthers(kinds: typeof kindsByBeginning): Prisma.AuditRecordWhereInput {
  return {
    actorKind: { not: "staff" },
    OR: kinds.map(([beginning]) => ({ action: { startsWith: beginning } })),
  };
}

/** What was done to the account and to its people, with the detail that has not been erased. */
export async function readAudit(
  { accountId, userIds }: TimelineSubject,
  bound: SourceBound | null,
  take: number,
  kinds: readonly TimelineKind[],
): Promise<TimelineEntry[]> {
  const isAll = auditKinds.every((kind) => kinds.includes(kind));
  const records = await db().auditRecord.findMany({
    where: {
      AND: [
        { OR: [{ accountId }, { subjectKind: "user", subjectId: { in: userIds } }] },
        behind("businessAt", bound),
        ...(isAll ? [] : [{ OR: kinds.filter((kind) => auditKinds.includes(kind)).map(ofKind) }]),
      ],
    },
    orderBy: [{ businessAt: "desc" }, { id: "desc" }],
    take,
    omit: { requestId: true, detailDigest: true, transaction: true },
  });
  const [details, doers, refunds] = await Promise.all([
    db().auditDetail.findMany({ where: { recordId: { in: records.map(({ id }) => id) } } }),
    findDoers(records),
    findRefunds(records),
  ]);
  const detailOf = new Map(details.map(({ recordId, detail }) => [recordId, toObject(detail)]));
  return records.map(({ id, accountId: _accountId, ...record }) => {
    const detail = detailOf.get(id) ?? null;
    const call = refunds.get(textOf(detail, "moneyCall"));
    return {
      source: "audit",
      id,
      at: record.businessAt,
      systemAt: record.at,
      kind: kindOf(record),
      sentence: sentenceOf(record.action, detail),
      doer: doers(record),
      tone: call?.state === "refused" ? "bad" : record.actorKind === "staff" ? "notice" : "neutral",
      reason: textOf(detail, "reason") || null,
      raw: { ...record, detail, ...(call && { call }) },
      href: null,
    };
  });
}

/** The words that the texts of some actions need. Whatever an erased detail held is empty. */
function sentenceOf(action: string, detail: Record<string, unknown> | null): Sentence {
  const code = `audit_${action.replaceAll(".", "_")}`;
  const plan = textOf(detail, "plan");
  const currency = textOf(detail, "currency");
  const until = textOf(detail, "endsAt");
  const amount = detail?.amountMinor;
  return {
    code,
    values: {
      action,
      price: textOf(detail, "price"),
      ...(plan && { plan: { plan } }),
      ...(until && { until: { day: new Date(until) } }),
      ...(typeof amount === "number" && currency && { amount: { money: amount, currency } }),
    },
  };
}

function toObject(json: Prisma.JsonValue): Record<string, unknown> | null {
  return json !== null && typeof json === "object" && !Array.isArray(json) ? { ...json } : null;
}

function textOf(detail: Record<string, unknown> | null, key: string): string {
  const value = detail?.[key];
  return typeof value === "string" ? value : "";
}

type Acted = Pick<AuditRecord, "actorKind" | "actorId">;

/** Who is behind each record, in one look for people and one for devices. */
async function findDoers(records: readonly Acted[]): Promise<(record: Acted) => Doer> {
  const idsOf = (...kinds: string[]) =>
    records.flatMap(({ actorKind, actorId }) => (actorId && kinds.includes(actorKind) ? [actorId] : []));
  const [people, devices] = await Promise.all([
    db().user.findMany({
      where: { id: { in: idsOf("staff", "customer") } },
      select: { id: true, name: true, email: true },
    }),
    db().device.findMany({ where: { id: { in: idsOf("device") } }, select: { id: true, name: true } }),
  ]);
  const names = new Map([
    ...people.map(({ id, name, email }) => [id, name ?? email] as const),
    ...devices.map(({ id, name }) => [id, name] as const),
  ]);
  return ({ actorKind, actorId }) => {
    const name = names.get(actorId ?? "") ?? null;
    if (actorKind === "staff" || actorKind === "customer" || actorKind === "device") return { kind: actorKind, name };
    return { kind: actorKind === "stripe" ? "stripe" : "system", name: null };
  };
}

/** What became of the refunds that were asked for. */
async function findRefunds(records: readonly Pick<AuditRecord, "action" | "subjectId">[]) {
  const charges = records.flatMap(({ action, subjectId }) => (action === "charge.refund_requested" ? [subjectId] : []));
  const calls = await db().moneyCall.findMany({
    where: { kind: "refund_charge", subject: { in: charges } },
    select: { id: true, state: true, attempts: true, stripeObjectId: true, errorCode: true, settledAt: true },
  });
  return new Map(calls.map((call) => [call.id, call]));
}
