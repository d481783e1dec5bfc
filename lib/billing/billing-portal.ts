import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import { findPortalConfiguration } from "@/lib/billing/catalog-sync";
import { openMoneyCall, performMoneyCall } from "@/lib/billing/internal/money/money-calls";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Locale } from "@/lib/core/locales";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { stripe } from "@/lib/platform/stripe";

/** The pages that link to Stripe's page, and to which Stripe leads back. */
export const billingReturns = ["/account", "/account/subscription", "/account/members"] as const;
export type BillingReturn = (typeof billingReturns)[number];

/**
 * The address of Stripe's page on which a customer manages payment methods, invoices and the subscription. It works for a
 * few minutes and for whoever holds it, so it is handed on and not kept.
 * @throws AppError `forbidden` for a member of a team, `not_found` for an account that never had to do with
 * money, `stripe_unavailable`
 */
export async function openBillingPortal(visit: {
  actor: Actor;
  accountId: string;
  locale?: Locale;
  /** The page of the account to come back to. */
  returnTo?: BillingReturn;
}): Promise<{ url: string }> {
  const { actor, accountId } = visit;
  await requireOwner(actor, accountId);
  const customer = await findStripeCustomer(accountId);
  if (!customer) throw new AppError("not_found", "This account has no payments to manage yet.");
  const currency = await findCurrency(accountId);
  const call = await transaction(async (tx) => {
    await recordAudit(tx, {
      actor,
      action: "billing_portal.opened",
      subject: { kind: "account", id: accountId },
      accountId,
    });
    return openMoneyCall(tx, { accountId, kind: "create_portal_session", subject: customer });
  });
  const { url } = await performMoneyCall(call, async () => {
    const configuration = currency && (await findPortalConfiguration(currency));
    const session = await stripe().billingPortal.sessions.create(
      {
        customer,
        return_url: `${env().GATEHOUSE_URL}${visit.returnTo ?? "/account"}`,
        locale: visit.locale ?? "auto",
        ...(configuration && { configuration }),
      },
      { idempotencyKey: call.id },
    );
    return { id: session.id, url: session.url, status: null, expiresAt: null };
  });
  if (!url) throw new Error("Stripe opened a billing portal without an address.");
  return { url };
}

/** The currency that an account pays in, which no later subscription changes; null before the first. */
async function findCurrency(accountId: string): Promise<string | null> {
  const latest = { where: { accountId }, orderBy: { startedAt: "desc" }, select: { currency: true } } as const;
  return (await db().subscription.findFirst(latest))?.currency ?? null;
}
