import { recordAudit } from "@/lib/audit/record";
import { findNamedAccountId } from "@/lib/billing/internal/import/named-account";
import { db, transaction } from "@/lib/platform/db";
import { isMissingAtStripe, stripe } from "@/lib/platform/stripe";

/**
 * Makes sure that we hold this customer. One that we don't know but that names an account of ours in its metadata is
 * adopted: its answer to us was lost, or it was made before a restore. Returns why it is not ours; null when it is.
 */
export async function adoptStripeCustomer(stripeCustomerId: string): Promise<string | null> {
  const known = await db().billingCustomer.findUnique({ where: { stripeCustomerId }, select: { id: true } });
  if (known) return null;
  const accountId = await readAccountId(stripeCustomerId);
  if (!accountId) return "The customer at Stripe names no account of ours.";
  return transaction(async (tx) => {
    if (!(await tx.account.findUnique({ where: { id: accountId }, select: { id: true } }))) {
      return "The customer at Stripe names an account that does not exist.";
    }
    const row = await tx.billingCustomer.upsert({ where: { accountId }, create: { accountId }, update: { accountId } });
    if (row.stripeCustomerId === stripeCustomerId) return null;
    if (row.stripeCustomerId) return `The account belongs to another customer at Stripe, ${row.stripeCustomerId}.`;
    await tx.billingCustomer.update({ where: { accountId }, data: { stripeCustomerId } });
    await recordAudit(tx, {
      actor: { kind: "system", name: "inbox" },
      action: "billing.customer_adopted",
      subject: { kind: "stripe_customer", id: stripeCustomerId },
      accountId,
    });
    return null;
  });
}

async function readAccountId(stripeCustomerId: string): Promise<string | null> {
  try {
    const customer = await stripe().customers.retrieve(stripeCustomerId);
    return customer.deleted ? null : findNamedAccountId(customer);
  } catch (error) {
    if (isMissingAtStripe(error)) return null;
    throw error;
  }
}
