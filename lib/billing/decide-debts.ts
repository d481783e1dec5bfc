import { endedStatuses, isLive, isRenewing } from "@/lib/billing/subscription-status";
import { isPlanKey, type PlanKey } from "@/lib/catalog/plans";
import { addMs, dayMs, hourMs } from "@/lib/core/time";
import type { Row } from "@/lib/platform/db";

type Charge = Row<"charge">;
type Invoice = Row<"invoice">;
type Subscription = Row<"subscription">;

export type DebtInvoice = Pick<
  Invoice,
  | "stripeInvoiceId"
  | "stripeSubscriptionId"
  | "number"
  | "status"
  | "currency"
  | "amountDueMinor"
  | "amountPaidMinor"
  | "attemptCount"
  | "nextPaymentAttemptAt"
  | "collectionMethod"
  | "dueAt"
  | "isActionRequired"
  | "issuedAt"
  | "paidAt"
>;
export type DebtSubscription = Pick<
  Subscription,
  "stripeSubscriptionId" | "status" | "planKey" | "startedAt" | "endedAt"
>;

/** What debts are decided by: an account's invoices and subscriptions, and the payments that are on their way. */
export type DebtFacts = {
  invoices: readonly DebtInvoice[];
  subscriptions: readonly DebtSubscription[];
  pendingCharges: readonly Pick<Charge, "stripeInvoiceId">[];
};

/** What a subscription gives now, as entitlements judged it; `plan` is null where it gives none. */
export type Right = { id: string; plan: PlanKey | null; until: Date | null };

/** Something that is owed, and everything that is to be said of it. */
export type Debt = {
  stripeInvoiceId: string;
  number: string | null;
  issuedAt: Date;
  amountMinor: number;
  currency: string;
  /** Why it is not paid: `processing` is on its way, `confirmation` is for the payer's bank, `sent` was never to be charged. */
  cause: "processing" | "confirmation" | "declined" | "sent" | "not_tried";
  /** Until when an invoice that was sent is to be paid. */
  dueAt: Date | null;
  /** When Stripe retries the payment; null where it does not. */
  retryAt: Date | null;
  /** The plan of the subscription that it is for; null for another product, and for an invoice of none. */
  plan: PlanKey | null;
  /** When that subscription ended; null while it has not. */
  endedAt: Date | null;
  /**
   * What paying does to the plan: it `keeps` what works now, `restores` what is locked, `starts` what was never paid for, or
   * does `nothing` to it; `unknown` for a status that this version does not know.
   */
  paying: "keeps" | "restores" | "starts" | "nothing" | "unknown";
  /** Where paying `keeps`: until when the plan works unpaid. Where it `starts`: until when it can be paid. */
  until: Date | null;
};

/** A debt that was paid after its subscription had ended, so that the plan did not come back with it. */
export type LatePayment = {
  stripeInvoiceId: string;
  number: string | null;
  amountMinor: number;
  currency: string;
  paidAt: Date;
  plan: PlanKey | null;
  endedAt: Date;
};

export type Debts = {
  /** The newest first. */
  owed: Debt[];
  /** The last one of those days, while no subscription has begun since. */
  paidLate: LatePayment | null;
  /** True while no subscription can take money, so that a new one can begin. */
  canBeginAgain: boolean;
};

/** How long a first payment may take before the order lapses, owing nothing (docs.stripe.com/billing/subscriptions/overview). */
const firstPaymentMs = 23 * hourMs;
/** How long a payment that brought no plan back is spoken of. */
export const paidLateMs = 30 * dayMs;

/** What an account owes: why, until when, whether it is tried again, and what paying gives. Every page tells this story. */
export function decideDebts(facts: DebtFacts, rights: readonly Right[], now: Date): Debts {
  const owed = facts.invoices.filter(isOwed).toSorted(newestFirst);
  const canBeginAgain = !facts.subscriptions.some(({ status, endedAt }) => endedAt === null && isLive(status));
  return {
    owed: owed.map((invoice) => toDebt(invoice, { facts, rights, owed })),
    paidLate: canBeginAgain ? findPaidLate(facts, now) : null,
    canBeginAgain,
  };
}

function isOwed({ status, amountDueMinor, amountPaidMinor }: DebtInvoice): boolean {
  return status === "open" && amountDueMinor > amountPaidMinor;
}

function newestFirst(one: DebtInvoice, other: DebtInvoice): number {
  return other.issuedAt.getTime() - one.issuedAt.getTime();
}

type Context = { facts: DebtFacts; rights: readonly Right[]; owed: readonly DebtInvoice[] };

function toDebt(invoice: DebtInvoice, context: Context): Debt {
  const { stripeInvoiceId, stripeSubscriptionId, number, issuedAt, currency, dueAt } = invoice;
  const { subscriptions, pendingCharges } = context.facts;
  const subscription = subscriptions.find((one) => one.stripeSubscriptionId === stripeSubscriptionId) ?? null;
  const isProcessing = pendingCharges.some((charge) => charge.stripeInvoiceId === stripeInvoiceId);
  return {
    stripeInvoiceId,
    number,
    issuedAt,
    amountMinor: invoice.amountDueMinor - invoice.amountPaidMinor,
    currency,
    cause: isProcessing ? "processing" : causeOf(invoice),
    dueAt: invoice.collectionMethod === "send_invoice" ? dueAt : null,
    retryAt: isProcessing ? null : nextAttemptAt(invoice, subscription),
    plan: subscription && isPlanKey(subscription.planKey) ? subscription.planKey : null,
    endedAt: subscription && endOf(subscription),
    ...payingOf(invoice, subscription, context),
  };
}

function causeOf({ isActionRequired, collectionMethod, attemptCount }: DebtInvoice): Debt["cause"] {
  if (isActionRequired) return "confirmation";
  if (collectionMethod === "send_invoice") return "sent";
  return attemptCount > 0 ? "declined" : "not_tried";
}

/**
 * When Stripe charges an invoice or retries it automatically; null where it does not: the invoice is paid or void,
 * it is sent to be paid by hand, the bank waits for the payer, or its subscription ended or is not collected for, which
 * counts also where an invoice still has a next attempt.
 */
export function nextAttemptAt(
  invoice: Pick<Invoice, "status" | "nextPaymentAttemptAt" | "collectionMethod" | "isActionRequired">,
  subscription: Pick<Subscription, "status" | "endedAt"> | null,
): Date | null {
  if (invoice.status !== "open" && invoice.status !== "draft") return null;
  if (invoice.collectionMethod === "send_invoice" || invoice.isActionRequired) return null;
  if (subscription && (subscription.endedAt !== null || !isRenewing(subscription.status))) return null;
  return invoice.nextPaymentAttemptAt;
}

function payingOf(
  invoice: DebtInvoice,
  subscription: DebtSubscription | null,
  { rights, owed }: Context,
): Pick<Debt, "paying" | "until"> {
  const nothing = { paying: "nothing", until: null } as const;
  if (!subscription || endOf(subscription)) return nothing;
  // Stripe takes a subscription up again with its newest invoice; what is owed for earlier periods changes no plan.
  const newest = owed.find((one) => one.stripeSubscriptionId === subscription.stripeSubscriptionId);
  if (newest !== invoice) return nothing;
  const right = rights.find(({ id }) => id === subscription.stripeSubscriptionId);
  const isSent = invoice.collectionMethod === "send_invoice";
  switch (subscription.status) {
    case "trialing":
    case "active":
      // An invoice that was sent makes the subscription past due on the day that it is due.
      return { paying: "keeps", until: isSent ? invoice.dueAt : null };
    case "past_due":
      return right?.plan ? { paying: "keeps", until: right.until } : { paying: "restores", until: null };
    case "unpaid":
      return { paying: "restores", until: null };
    case "incomplete":
      return { paying: "starts", until: addMs(subscription.startedAt, firstPaymentMs) };
    case "paused":
      return nothing;
    default:
      return { paying: "unknown", until: null };
  }
}

/** When a subscription ended; of one that says only that it did, the day it began is the latest that we know. */
function endOf({ status, endedAt, startedAt }: DebtSubscription): Date | null {
  if (endedAt) return endedAt;
  return endedStatuses.includes(status) ? startedAt : null;
}

function findPaidLate({ invoices, subscriptions }: DebtFacts, now: Date): LatePayment | null {
  const [latest] = invoices
    .flatMap((invoice) => {
      const subscription = subscriptions.find((one) => one.stripeSubscriptionId === invoice.stripeSubscriptionId);
      const { stripeInvoiceId, number, currency, amountPaidMinor: amountMinor, status, issuedAt, paidAt } = invoice;
      const endedAt = subscription?.endedAt;
      if (status !== "paid" || !endedAt || !paidAt || paidAt <= endedAt || amountMinor <= 0) return [];
      // A last invoice, which is written as a subscription ends, was never expected to bring the plan back.
      if (issuedAt >= endedAt || paidAt <= addMs(now, -paidLateMs)) return [];
      const plan = isPlanKey(subscription.planKey) ? subscription.planKey : null;
      return [{ stripeInvoiceId, number, amountMinor, currency, paidAt, plan, endedAt }];
    })
    .sort((one, other) => other.paidAt.getTime() - one.paidAt.getTime());
  return latest ?? null;
}
