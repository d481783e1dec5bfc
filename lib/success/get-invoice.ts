import type { Debts } from "@/lib/billing/decide-debts";
import { latestDisputeFirst, withStage } from "@/lib/billing/dispute-stage";
import { AppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { getStanding } from "@/lib/entitlements/get-standing";
import { db } from "@/lib/platform/db";

const ours = { id: true, accountId: true } as const;

/**
 * An invoice as we hold it, with its lines, the payments that were made for it and their disputes, what is owed of it, and whose it is. The address of its
 * page at Stripe opens for whoever has it, and is left out.
 * @throws AppError `not_found`
 */
export async function getInvoice(stripeInvoiceId: string) {
  const [found, charges] = await Promise.all([
    db().invoice.findUnique({
      where: { stripeInvoiceId },
      omit: { id: true, hostedUrl: true },
      include: {
        lines: {
          omit: { ...ours, invoiceId: true },
          orderBy: [{ periodStart: "asc" }, { stripeInvoiceLineId: "asc" }],
        },
        account: {
          select: {
            name: true,
            claimEmail: true,
            memberships: { where: { role: "owner" }, select: { user: true }, take: 1 },
          },
        },
      },
    }),
    db().charge.findMany({
      where: { stripeInvoiceId },
      omit: ours,
      include: { disputes: latestDisputeFirst },
      orderBy: { attemptedAt: "asc" },
    }),
  ]);
  if (!found) throw new AppError("not_found", "There is no such invoice.");
  const { accountId, account, lines, ...invoice } = found;
  const who = account.memberships[0]?.user.email ?? account.name ?? account.claimEmail;
  const { debts } = await getStanding(accountId);
  const disputes = charges.flatMap((charge) => charge.disputes.map(withStage));
  return {
    accountId: toPublicId("account", accountId),
    who,
    invoice,
    lines,
    charges,
    disputes,
    debts: ofInvoice(debts, stripeInvoiceId),
  };
}

/** As much of an account's debts as is about one invoice. */
function ofInvoice({ owed, paidLate, canBeginAgain }: Debts, stripeInvoiceId: string): Debts {
  return {
    owed: owed.filter((debt) => debt.stripeInvoiceId === stripeInvoiceId),
    paidLate: paidLate?.stripeInvoiceId === stripeInvoiceId ? paidLate : null,
    canBeginAgain,
  };
}
