import { auditTimeline } from "@/lib/audit/timeline-entries";
import type { AuditAction, AuditPlacement, Module } from "@/lib/platform/module";
import type { TimelineSource } from "@/lib/platform/timeline";
import { merged } from "@/lib/runtime/merged";
import { modules } from "@/lib/runtime/modules";

/** An action that no module places does not compile. */
const placements: Record<AuditAction, AuditPlacement> = merged(modules, "audit");

/** What a customer's timeline is merged from: the audit log, and the rows of every module that reads its own. */
export const timelineSources: readonly TimelineSource[] = [
  auditTimeline({ placements, actorNames: modules.flatMap(({ actorNames }: Module) => actorNames ?? []) }),
  ...modules.flatMap(({ timeline = [] }: Module) => timeline),
];
