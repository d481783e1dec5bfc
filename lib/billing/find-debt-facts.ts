import { type DebtFacts, paidLateMs } from "@/lib/billing/decide-debts";
import { addMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

/** What an account's debts are decided by, from what was last read from Stripe. */
export async function findDebtFacts(accountId: string): Promise<DebtFacts> {
  const [invoices, subscriptions, pendingCharges] = await Promise.all([
    db().invoice.findMany({
      where: {
        accountId,
        OR: [{ status: "open" }, { status: "paid", paidAt: { gt: addMs(clock.now(), -paidLateMs) } }],
      },
    }),
    db().subscription.findMany({ where: { accountId } }),
    db().charge.findMany({ where: { accountId, state: "pending" }, select: { stripeInvoiceId: true } }),
  ]);
  return { invoices, subscriptions, pendingCharges };
}
