import { toPersonalName } from "@/lib/accounts/personal-name";
import type { Tx } from "@/lib/platform/db";

export type NewAccount = {
  /** Who owns it from the start; nobody does of one that waits to be claimed. */
  ownerId?: string;
  /** The address whose owner may claim it, as `toEmailAddress` makes it. */
  claimEmail?: string | null;
  name?: string | null;
  /** Since when the payer is one, where that is not now. */
  createdAt?: Date;
};

/** Opens an account and returns its id. */
export async function openAccount(tx: Tx, { ownerId, claimEmail, name, createdAt }: NewAccount): Promise<string> {
  const memberships = ownerId === undefined ? undefined : { create: { userId: ownerId, role: "owner" as const } };
  const account = await tx.account.create({
    data: { claimEmail, name: toPersonalName(name), createdAt, memberships },
    select: { id: true },
  });
  return account.id;
}
