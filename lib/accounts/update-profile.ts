import { z } from "zod";
import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import { locales } from "@/lib/core/locales";
import { transaction } from "@/lib/platform/db";

const maxNameLength = 60;

/**
 * A name as it is kept: trimmed, and null instead of nothing. Names stand in mails that invite other people, so they hold
 * no address to click on and no control characters; nor halves of characters, which PostgreSQL refuses.
 */
export const personalName = z
  .string()
  .trim()
  .max(maxNameLength)
  .regex(/^(?!.*(:\/\/|www\.))[^\p{Cc}\p{Cs}]*$/iu, "A name holds no web address.")
  .transform((name) => (name === "" ? null : name))
  .nullable();

/** A name that somebody else tells us, e.g. Stripe or Google, in the form that is kept; null for one that can't be. */
export function toPersonalName(text: string | null | undefined): string | null {
  const cut = text?.trim().slice(0, maxNameLength);
  // The cut may have gone through a character: half of one is no text.
  const parsed = personalName.safeParse(cut?.replace(/\p{Cs}$/u, ""));
  return parsed.success ? parsed.data : null;
}

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
