import type { AuditRecord, Prisma } from "@/generated/prisma/client";
import { db } from "@/lib/platform/db";
import type { AuditAction, AuditPlacement, Module } from "@/lib/platform/module";
import {
  behind,
  type Doer,
  type Sentence,
  type SourceReader,
  type TimelineKind,
  type TimelineSource,
  timelineKinds,
} from "@/lib/platform/timeline";

/** What the log needs of the modules whose actions it holds. */
export type AuditKnowledge = {
  placements: Record<AuditAction, AuditPlacement>;
  actorNames: NonNullable<Module["actorNames"]>[];
};

/** What was done to an account and to its people, with the detail that has not been erased. */
export function auditTimeline(knowledge: AuditKnowledge): TimelineSource {
  const placed = Object.entries(knowledge.placements) as [AuditAction, AuditPlacement][];
  const kinds = new Set<TimelineKind>(["staff", "account"]);
  for (const [, { kind }] of placed) if (kind !== "service") kinds.add(kind);
  return {
    name: "audit",
    kinds: timelineKinds.filter((kind) => kinds.has(kind)),
    ids: "uuid",
    read: auditReader(knowledge, placed),
  };
}

function auditReader(knowledge: AuditKnowledge, placed: [AuditAction, AuditPlacement][]): SourceReader {
  return async ({ accountId, userIds }, bound, take, kinds) => {
    const isAll = timelineKinds.every((kind) => kinds.includes(kind));
    const records = await db().auditRecord.findMany({
      where: {
        AND: [
          { OR: [{ accountId }, { subjectKind: "user", subjectId: { in: userIds } }] },
          behind("businessAt", bound),
          ...(isAll ? [] : [{ OR: kinds.map((kind) => ofKind(kind, placed)) }]),
        ],
      },
      orderBy: [{ businessAt: "desc" }, { id: "desc" }],
      take,
      omit: { requestId: true, detailDigest: true, transaction: true },
    });
    const [details, doers] = await Promise.all([
      db().auditDetail.findMany({ where: { recordId: { in: records.map(({ id }) => id) } } }),
      findDoers(records, knowledge.actorNames),
    ]);
    const detailOf = new Map(details.map(({ recordId, detail }) => [recordId, toObject(detail)]));
    const acts = records.map((record) => ({ ...record, detail: detailOf.get(record.id) ?? null }));
    const outcomes = await findOutcomes(acts, placed);
    return acts.map(({ id, accountId: _accountId, ...act }) => {
      const outcome = outcomes.get(id);
      return {
        source: "audit",
        id,
        at: act.businessAt,
        systemAt: act.at,
        kind: kindOf(act, placementOf(act, knowledge)),
        sentence: sentenceOf(act, placementOf(act, knowledge)),
        doer: doers(act),
        tone: outcome?.tone ?? (act.actorKind === "staff" ? "notice" : "neutral"),
        reason: textOf(act.detail, "reason") || null,
        raw: { ...act, ...outcome?.raw },
        href: null,
      };
    });
  };
}

/** Null for an action of an older version, which no module explains any more. */
function placementOf({ action }: Pick<AuditRecord, "action">, { placements }: AuditKnowledge): AuditPlacement | null {
  return (placements as Partial<Record<string, AuditPlacement>>)[action] ?? null;
}

function kindOf({ actorKind }: Pick<AuditRecord, "actorKind">, placement: AuditPlacement | null): TimelineKind {
  if (actorKind === "staff" && !placement?.isSameByStaff) return "staff";
  return placement === null || placement.kind === "service" ? "account" : placement.kind;
}

/** The same rules as a filter, so that a page of one kind is full. */
function ofKind(kind: TimelineKind, placed: [AuditAction, AuditPlacement][]): Prisma.AuditRecordWhereInput {
  const named = (wanted: (placement: AuditPlacement) => boolean) =>
    placed.flatMap(([action, placement]) => (wanted(placement) ? [action] : []));
  const staffsOwn = { actorKind: "staff", action: { notIn: named(({ isSameByStaff }) => isSameByStaff === true) } };
  if (kind === "staff") return staffsOwn;
  const action =
    kind === "account"
      ? { notIn: named((placement) => placement.kind !== "account" && placement.kind !== "service") }
      : { in: named((placement) => placement.kind === kind) };
  return { action, NOT: staffsOwn };
}

/** The words that the texts of some actions need. Whatever an erased detail held is empty. */
function sentenceOf(
  { action, detail }: { action: string; detail: Record<string, unknown> | null },
  placement: AuditPlacement | null,
): Sentence {
  const plan = textOf(detail, "plan");
  const currency = textOf(detail, "currency");
  const until = textOf(detail, "endsAt");
  const amount = detail?.amountMinor;
  return {
    code: placement?.says ?? "platform.noted",
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

/** Who is behind each record, in one look for each kind of actor that a module knows by name. */
async function findDoers(
  records: readonly Acted[],
  sources: AuditKnowledge["actorNames"],
): Promise<(record: Acted) => Doer> {
  const idsOf = (kind: string) =>
    records.flatMap(({ actorKind, actorId }) => (actorId && actorKind === kind ? [actorId] : []));
  const looks = sources.flatMap((source) =>
    Object.entries(source).map(async ([kind, find]) => [kind, await find(idsOf(kind))] as const),
  );
  const names = new Map(await Promise.all(looks));
  return ({ actorKind, actorId }) => {
    const name = names.get(actorKind)?.get(actorId ?? "") ?? null;
    if (actorKind === "staff" || actorKind === "customer" || actorKind === "device") return { kind: actorKind, name };
    return { kind: actorKind === "stripe" ? "stripe" : "system", name: null };
  };
}

type Act = Pick<AuditRecord, "id" | "action" | "subjectId"> & { detail: Record<string, unknown> | null };
type Outcomes = Awaited<ReturnType<NonNullable<AuditPlacement["findOutcomes"]>>>;

/** What became of the acts whose owners can say so. */
async function findOutcomes(acts: readonly Act[], placed: [AuditAction, AuditPlacement][]): Promise<Outcomes> {
  const found = await Promise.all(
    placed.map(([action, { findOutcomes: find }]) => {
      const asked = acts.filter((act) => act.action === action);
      return find && asked.length > 0 ? find(asked) : new Map();
    }),
  );
  return new Map(found.flatMap((outcomes) => [...outcomes]));
}
