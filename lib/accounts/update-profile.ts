import { z } from "zod";
import { personalName } from "@/lib/accounts/personal-name";
import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import { locales } from "@/lib/core/locales";
import { transaction } from "@/lib/platform/db";

/** What can be changed about an account and the person in it, under the names that the API's answer has. */
export const updateProfileInput = z.strictObject({
  name: personalName.optional(),
  user: z.strictObject({ name: personalName.optional(), locale: z.enum(locales).optional() }).optional(),
});

export type ProfileChange = z.infer<typeof updateProfileInput>;

/**
 * Changes what is named and leaves the rest. The account's name is for its owner to change; everyone changes their own.
 * @throws AppError `forbidden`
 */
export async function updateProfile(
  who: { actor: Extract<Actor, { kind: "customer" | "device" }>; accountId: string; userId: string },
  change: ProfileChange,
): Promise<void> {
  const { actor, accountId, userId } = who;
  await transaction(async (tx) => {
    if (change.name !== undefined) {
      await requireOwner(actor, accountId, tx);
      await tx.account.update({ where: { id: accountId }, data: { name: change.name } });
      const subject = { kind: "account", id: accountId };
      await recordAudit(tx, { actor, action: "account.renamed", subject, accountId, detail: { name: change.name } });
    }
    const { name, locale } = change.user ?? {};
    if (name === undefined && locale === undefined) return;
    await tx.user.update({ where: { id: userId }, data: { name, locale } });
    await recordAudit(tx, {
      actor,
      action: "user.updated",
      subject: { kind: "user", id: userId },
      accountId,
      detail: { ...(name !== undefined && { name }), ...(locale && { locale }) },
    });
  });
}
