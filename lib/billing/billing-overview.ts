import type { SubscriptionStatus } from "@/generated/prisma/enums";
import { nextAttemptAt } from "@/lib/billing/decide-debts";
import { isEnding, isLive, isRenewing, pickSubscription } from "@/lib/billing/subscription-status";
import { isPlanKey, type PlanKey } from "@/lib/catalog/plans";
import { db, type Row } from "@/lib/platform/db";

type Invoice = Row<"invoice">;
type Subscription = Row<"subscription">;

export type NextCharge = {
  /** In minor units; null where nobody knows before the invoice is written. */
  amountMinor: number | null;
  currency: string;
  at: Date;
  /** The invoice that is collected; null for the next period's, which is not written yet. */
  stripeInvoiceId: string | null;
  /** What the amount is: price times seats, or all that will be taken: less, more, or as an invoice says. */
  basis: "list_price" | "reduced" | "raised" | "total";
};

export type BillingOverview = {
  /** The plan that is paid for; `free` without a live subscription, null for a plan that this version does not know. */
  plan: PlanKey | null;
  status: SubscriptionStatus | "none";
  subscription: Subscription | null;
  /** Whether it goes on when its period ends, or is stuck: it takes no money now and still may. */
  phase: "renewing" | "stuck" | "none";
  nextCharge: NextCharge | null;
  trialEndsAt: Date | null;
  /** When the subscription ends because somebody cancelled it. */
  endsAt: Date | null;
  /** Newest first; drafts are left out. */
  invoices: InvoiceEntry[];
  /** True when more than one subscription can take money: staff must put it right. */
  hasSeveralSubscriptions: boolean;
  stripeCustomerId: string | null;
  syncedAt: Date | null;
};

/** The address of an invoice's page opens for whoever has it: `getInvoiceAddress` asks for it when it is wanted. */
export type InvoiceEntry = Omit<Invoice, "hostedUrl" | "createdAt" | "updatedAt">;

/** So many of the latest invoices at most. */
export const shownInvoices = 24;

/** Where an account stands with its payments, from what was last read from Stripe. */
export async function getBillingOverview(accountId: string): Promise<BillingOverview> {
  const [customer, subscriptions, invoices, toCharge] = await Promise.all([
    db().billingCustomer.findUnique({ where: { accountId } }),
    db().subscription.findMany({ where: { accountId } }),
    listInvoices(accountId),
    db().invoice.findMany({ where: { accountId, nextPaymentAttemptAt: { not: null } } }),
  ]);
  const goingOn = subscriptions.filter((one) => isLive(one.status) && !isEnding(one));
  // Of several, the page speaks of one that goes on taking money, so that it can be cancelled there.
  const subscription = pickSubscription(goingOn) ?? pickSubscription(subscriptions);
  return {
    plan: paidPlan(subscription),
    status: subscription?.status ?? "none",
    subscription,
    phase: subscription ? phaseOf(subscription.status) : "none",
    nextCharge: subscription && decideNextCharge(subscription, toCharge),
    trialEndsAt: subscription?.status === "trialing" ? subscription.trialEndsAt : null,
    endsAt: subscription && isLive(subscription.status) ? endOf(subscription) : null,
    invoices,
    hasSeveralSubscriptions: subscriptions.filter(({ status }) => isLive(status)).length > 1,
    stripeCustomerId: customer?.stripeCustomerId ?? null,
    syncedAt: customer?.syncedAt ?? null,
  };
}

/** An account's invoices, newest first, without drafts. */
async function listInvoices(accountId: string, limit = shownInvoices): Promise<InvoiceEntry[]> {
  return db().invoice.findMany({
    where: { accountId, status: { not: "draft" } },
    orderBy: [{ issuedAt: "desc" }, { stripeInvoiceId: "desc" }],
    take: limit,
    omit: { hostedUrl: true, createdAt: true, updatedAt: true },
  });
}

/** Some of an account's invoices, and what all of them come to. */
export type InvoicePage = {
  invoices: InvoiceEntry[];
  /** Where the older ones begin; null when these were the last. */
  nextCursor: string | null;
  count: number;
  /** What was paid, in minor units, one sum for each currency. */
  paid: { currency: string; amountMinor: number }[];
};

const pageSize = 24;

/** A page of an account's invoices, newest first, without drafts; `cursor` is where an earlier page ended. */
export async function listInvoicePage(accountId: string, cursor?: string): Promise<InvoicePage> {
  const where = { accountId, status: { not: "draft" } } as const;
  const start = cursor ? await db().invoice.findFirst({ where: { ...where, stripeInvoiceId: cursor } }) : null;
  const [found, count, sums] = await Promise.all([
    db().invoice.findMany({
      where,
      orderBy: [{ issuedAt: "desc" }, { stripeInvoiceId: "desc" }],
      ...(start && { cursor: { stripeInvoiceId: start.stripeInvoiceId } }),
      take: pageSize + 1,
      omit: { hostedUrl: true, createdAt: true, updatedAt: true },
    }),
    db().invoice.count({ where }),
    db().invoice.groupBy({
      by: ["currency"],
      where: { ...where, status: "paid" },
      _sum: { amountPaidMinor: true },
      orderBy: { currency: "asc" },
    }),
  ]);
  return {
    invoices: found.slice(0, pageSize),
    nextCursor: found[pageSize]?.stripeInvoiceId ?? null,
    count,
    paid: sums.map(({ currency, _sum }) => ({ currency, amountMinor: _sum.amountPaidMinor ?? 0 })),
  };
}

/**
 * What will be taken next and when; null when nothing will be. An invoice that Stripe has written and is yet to collect,
 * a draft too, comes before the next period's.
 */
export function decideNextCharge(
  subscription: Pick<
    Subscription,
    | "stripeSubscriptionId"
    | "status"
    | "endedAt"
    | "amountMinor"
    | "quantity"
    | "hasNextPayment"
    | "nextAmountMinor"
    | "currency"
    | "currentPeriodEnd"
  >,
  invoices: readonly Pick<
    Invoice,
    | "stripeSubscriptionId"
    | "stripeInvoiceId"
    | "status"
    | "collectionMethod"
    | "isActionRequired"
    | "amountDueMinor"
    | "amountPaidMinor"
    | "currency"
    | "nextPaymentAttemptAt"
    | "issuedAt"
  >[],
): NextCharge | null {
  const { stripeSubscriptionId } = subscription;
  const [newest] = invoices
    .filter((invoice) => invoice.stripeSubscriptionId === stripeSubscriptionId)
    .flatMap((invoice) => {
      const at = nextAttemptAt(invoice, subscription);
      if (!at) return [];
      const { stripeInvoiceId, amountDueMinor, amountPaidMinor, currency, issuedAt } = invoice;
      const amountMinor = amountDueMinor - amountPaidMinor;
      const charge = { amountMinor, currency, at, stripeInvoiceId, basis: "total" as const };
      return { charge, issuedAt };
    })
    .sort((one, other) => other.issuedAt.getTime() - one.issuedAt.getTime());
  if (newest) return newest.charge;
  const { hasNextPayment, nextAmountMinor, currency, currentPeriodEnd } = subscription;
  if (!hasNextPayment) return null;
  const amountMinor = nextAmountMinor;
  return { amountMinor, currency, at: currentPeriodEnd, stripeInvoiceId: null, basis: basisOf(subscription) };
}

function basisOf({
  amountMinor,
  quantity,
  nextAmountMinor,
}: Pick<Subscription, "amountMinor" | "quantity" | "nextAmountMinor">): NextCharge["basis"] {
  if (amountMinor === null || nextAmountMinor === null) return "total";
  const listedMinor = Math.round(amountMinor * quantity);
  if (nextAmountMinor === listedMinor) return "list_price";
  return nextAmountMinor < listedMinor ? "reduced" : "raised";
}

function endOf(subscription: Pick<Subscription, "cancelAtPeriodEnd" | "cancelAt" | "currentPeriodEnd">): Date | null {
  return subscription.cancelAt ?? (subscription.cancelAtPeriodEnd ? subscription.currentPeriodEnd : null);
}

function phaseOf(status: SubscriptionStatus): BillingOverview["phase"] {
  if (isRenewing(status)) return "renewing";
  return isLive(status) ? "stuck" : "none";
}

function paidPlan(subscription: Subscription | null): PlanKey | null {
  if (!subscription || !isLive(subscription.status)) return "free";
  return isPlanKey(subscription.planKey) ? subscription.planKey : null;
}
