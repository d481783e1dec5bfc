import { recordAudit } from "@/lib/audit/record";
import type { Actor, StaffRole } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/platform/db";

/** Makes somebody staff, changes what they may do, or (null) makes them a customer again. @throws AppError `not_found` */
export async function setStaffRole(
  tx: Tx,
  change: { userId: string; role: StaffRole | null; actor: Actor },
): Promise<void> {
  // Held, so that of two changes at once the second says what it really changed.
  await tx.$queryRaw`select from "user" where id = ${change.userId}::uuid for update`;
  const before = await tx.user.findUnique({ where: { id: change.userId }, select: { staffRole: true } });
  if (!before) throw new AppError("not_found", "There is no such person.");
  if (before.staffRole === change.role) return;
  await tx.user.update({ where: { id: change.userId }, data: { staffRole: change.role } });
  await recordAudit(tx, {
    actor: change.actor,
    action: "user.staff_role_set",
    subject: { kind: "user", id: change.userId },
    detail: { from: before.staffRole, to: change.role },
  });
}
