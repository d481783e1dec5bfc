import { requireOwner } from "@/lib/accounts/require-owner";
import { type AuditEntry, recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import type { OnboardingStep } from "@/lib/onboarding/decide-progress";
import { systemNow } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import type { AuditAction } from "@/lib/platform/module";

/** The first steps are the owner's: a member of a team takes none of them and puts none away. */
type Visit = { actor: Actor; accountId: string };

const skippedColumns = { plan: "planSkippedAt", connect: "connectSkippedAt", use: "useSkippedAt" } as const;
type ChoiceColumn = "freeChosenAt" | "dismissedAt" | (typeof skippedColumns)[OnboardingStep];

/** Notes that somebody has looked at the plans and wants none of them for now: a choice, and the first step done. */
export function chooseFree(visit: Visit): Promise<void> {
  return note(visit, "freeChosenAt", "onboarding.free_chosen");
}

/** Lets the account go on without this step. */
export function skipStep(visit: Visit & { step: OnboardingStep }): Promise<void> {
  return note(visit, skippedColumns[visit.step], `onboarding.${visit.step}_skipped`);
}

/** Takes up a step again that was skipped. */
export function resumeStep(visit: Visit & { step: OnboardingStep }): Promise<void> {
  return takeBack(visit, skippedColumns[visit.step], `onboarding.${visit.step}_resumed`);
}

/** Takes the checklist off the account page. */
export function dismissChecklist(visit: Visit): Promise<void> {
  return note(visit, "dismissedAt", "onboarding.checklist_dismissed");
}

/** Puts the checklist back on the account page. */
export function restoreChecklist(visit: Visit): Promise<void> {
  return takeBack(visit, "dismissedAt", "onboarding.checklist_restored");
}

/** Writes the instant of a choice. The first one counts: repeating a choice changes nothing. @throws AppError `forbidden` */
async function note(visit: Visit, column: ChoiceColumn, action: AuditAction): Promise<void> {
  const { accountId } = visit;
  await transaction(async (tx) => {
    await requireOwner(visit.actor, accountId, tx);
    await tx.onboarding.createMany({ data: { accountId }, skipDuplicates: true });
    const where = { accountId, [column]: null };
    const { count } = await tx.onboarding.updateMany({ where, data: { [column]: systemNow() } });
    if (count > 0) await recordAudit(tx, audited(visit, action));
  });
}

async function takeBack(visit: Visit, column: ChoiceColumn, action: AuditAction): Promise<void> {
  const { accountId } = visit;
  await transaction(async (tx) => {
    await requireOwner(visit.actor, accountId, tx);
    const where = { accountId, [column]: { not: null } };
    const { count } = await tx.onboarding.updateMany({ where, data: { [column]: null } });
    if (count > 0) await recordAudit(tx, audited(visit, action));
  });
}

function audited({ actor, accountId }: Visit, action: AuditAction): AuditEntry {
  return { actor, accountId, action, subject: { kind: "account", id: accountId } };
}
