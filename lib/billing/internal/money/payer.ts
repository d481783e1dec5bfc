import { db } from "@/lib/platform/db";

/** Whom Stripe writes to about an account. */
type Payer = { email: string; name: string | null };

/** The account's owner, whose address its receipts and invoices go to; null where nobody has taken it over yet. */
export async function findPayer(accountId: string): Promise<Payer | null> {
  const owner = await db().membership.findFirst({
    where: { accountId, role: "owner" },
    orderBy: { createdAt: "asc" },
    select: { user: { select: { email: true, name: true } } },
  });
  return owner?.user ?? null;
}
