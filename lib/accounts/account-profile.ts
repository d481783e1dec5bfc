import { z } from "zod";
import { toPublicId } from "@/lib/core/ids";
import { db } from "@/lib/platform/db";

/** An account as the extension may show it. */
export const accountProfile = z.object({
  object: z.literal("account"),
  id: z.string(),
  name: z.string().nullable(),
  created_at: z.iso.datetime(),
  user: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    locale: z.string(),
    role: z.enum(["owner", "member"]),
  }),
});

export type AccountProfile = z.infer<typeof accountProfile>;

/** The account and the person in it that a device speaks for. @throws when the person is no longer a member. */
export async function getAccountProfile(who: { accountId: string; userId: string }): Promise<AccountProfile> {
  const { account, user, role } = await db().membership.findUniqueOrThrow({
    where: { accountId_userId: { accountId: who.accountId, userId: who.userId } },
    include: { account: true, user: true },
  });
  return {
    object: "account",
    id: toPublicId("account", account.id),
    name: account.name,
    created_at: account.createdAt.toISOString(),
    user: { id: toPublicId("user", user.id), email: user.email, name: user.name, locale: user.locale, role },
  };
}
