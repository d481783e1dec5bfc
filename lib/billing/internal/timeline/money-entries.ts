import type { Prisma } from "@/generated/prisma/client";
import { type DisputeStage, latestDisputeFirst, withStage } from "@/lib/billing/dispute-stage";
import { clocksDiffer } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import {
  behind,
  type Sentence,
  type SentenceCode,
  type SourceReader,
  type TimelineEntry,
} from "@/lib/platform/timeline";

const stripe = { kind: "stripe", name: null } as const;

const withDisputes = { disputes: latestDisputeFirst } as const;
const findCharges = (where: Prisma.ChargeWhereInput, take: number) =>
  db().charge.findMany({
    where,
    orderBy: [{ attemptedAt: "desc" }, { id: "desc" }],
    take,
    include: withDisputes,
  });
type Charge = Awaited<ReturnType<typeof findCharges>>[number];

/** Attempts to take money, each with what became of it since. */
export const readCharges: SourceReader = async ({ accountId }, bound, take) => {
  const charges = await findCharges({ accountId, ...behind("attemptedAt", bound) }, take);
  const held = await heldInvoices(charges);
  return charges.map((charge) => ({
    source: "charge",
    id: charge.id,
    at: charge.attemptedAt,
    systemAt: null,
    kind: "money",
    ...describeCharge(charge),
    doer: stripe,
    reason: null,
    raw: withoutOwners(charge),
    href: charge.stripeInvoiceId && held.has(charge.stripeInvoiceId) ? invoicePage(charge.stripeInvoiceId) : null,
  }));
};

/** Calls to Stripe that are dead letters, for as long as they have no answer. */
export const readDeadCalls: SourceReader = async ({ accountId }, bound, take) => {
  const calls = await db().moneyCall.findMany({
    where: { accountId, ...behind("deadAt", bound) },
    orderBy: [{ deadAt: "desc" }, { id: "desc" }],
    take,
    omit: { accountId: true, leaseUntil: true, leaseOwner: true },
  });
  return calls.flatMap(({ id, deadAt, ...raw }) =>
    deadAt
      ? [
          {
            source: "call_dead" as const,
            id,
            at: deadAt,
            systemAt: deadAt,
            isMachineTime: clocksDiffer(),
            kind: "money" as const,
            sentence: { code: "billing.call_dead" as const, values: { call: raw.kind } },
            doer: { kind: "system", name: null } as const,
            tone: "bad" as const,
            reason: null,
            raw: { ...raw, deadAt },
            href: null,
          },
        ]
      : [],
  );
};

const disputeTones: Record<DisputeStage, TimelineEntry["tone"]> = {
  answer: "warning",
  review: "warning",
  won: "good",
  lost: "bad",
  closed: "neutral",
  unknown: "warning",
};

/** Disputes, each where it was opened and with how it stands now: Stripe does not say when one was decided. */
export const readDisputes: SourceReader = async ({ accountId }, bound, take) => {
  const disputes = await db().dispute.findMany({
    where: { accountId, ...behind("openedAt", bound) },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    take,
    include: { charge: { select: { stripeInvoiceId: true } } },
  });
  const held = await heldInvoices(disputes.map(({ charge }) => charge));
  return disputes.map(({ charge: { stripeInvoiceId }, ...dispute }) => {
    const { stage, amountMinor, currency, reason, evidenceDueAt } = withStage(dispute);
    const values = {
      amount: { money: amountMinor, currency },
      reason: { disputeReason: reason },
      due: evidenceDueAt ? { day: evidenceDueAt } : "none",
    };
    return {
      source: "dispute",
      id: dispute.id,
      at: dispute.openedAt,
      systemAt: null,
      kind: "money",
      sentence: say(`dispute_${stage}`, values),
      tone: disputeTones[stage],
      doer: stripe,
      reason: null,
      raw: withoutOwners(dispute),
      href: stripeInvoiceId && held.has(stripeInvoiceId) ? invoicePage(stripeInvoiceId) : null,
    };
  });
};

/** Of the invoices that these were paid for, those that have a page: a payment can be older than what was read of invoices. */
async function heldInvoices(charges: { stripeInvoiceId: string | null }[]): Promise<Set<string>> {
  const named = charges.flatMap(({ stripeInvoiceId }) => stripeInvoiceId ?? []);
  const held = await db().invoice.findMany({
    where: { stripeInvoiceId: { in: named } },
    select: { stripeInvoiceId: true },
  });
  return new Set(held.map(({ stripeInvoiceId }) => stripeInvoiceId));
}

function describeCharge(charge: Charge): Pick<TimelineEntry, "sentence" | "tone"> {
  const { currency, amountMinor, refundedMinor, failureCode, state, isDisputed, disputes } = charge;
  const amount = { money: amountMinor, currency };
  const refunded = { money: refundedMinor, currency };
  if (state === "failed") return { sentence: say("charge_failed", { amount, code: failureCode ?? "" }), tone: "bad" };
  if (state === "pending") return { sentence: say("charge_pending", { amount }), tone: "notice" };
  if (isDisputed) {
    const stage = disputes[0] ? withStage(disputes[0]).stage : "unknown";
    return { sentence: say("charge_disputed", { amount, stage }), tone: disputeTones[stage] };
  }
  if (refundedMinor >= amountMinor && amountMinor > 0)
    return { sentence: say("charge_refunded", { amount }), tone: "warning" };
  if (refundedMinor > 0) return { sentence: say("charge_partly_refunded", { amount, refunded }), tone: "warning" };
  return { sentence: say("charge_succeeded", { amount }), tone: "good" };
}

export const readIssuedInvoices = invoiceReader("issuedAt", "invoice_issued");
export const readPaidInvoices = invoiceReader("paidAt", "invoice_paid");

function invoiceReader(column: "issuedAt" | "paidAt", source: "invoice_issued" | "invoice_paid"): SourceReader {
  return async ({ accountId }, bound, take) => {
    const invoices = await db().invoice.findMany({
      where: { accountId, status: { not: "draft" }, ...behind(column, bound) },
      orderBy: [{ [column]: "desc" }, { id: "desc" }],
      take,
      // The hosted page opens for whoever has its address.
      omit: { hostedUrl: true },
    });
    return invoices.flatMap((invoice) => {
      const at = invoice[column];
      if (!at) return [];
      const { currency, totalMinor, amountPaidMinor, number, stripeInvoiceId, id } = invoice;
      const money = source === "invoice_paid" ? amountPaidMinor : totalMinor;
      const values = { number: number ?? stripeInvoiceId, amount: { money, currency } };
      // Nothing was due where a trial begins or a credit covers it: "paid" would say that money came.
      const code = source === "invoice_paid" && money === 0 ? "invoice_settled" : source;
      const tone = source === "invoice_paid" && money > 0 ? "good" : "neutral";
      return [
        {
          source,
          id,
          at,
          systemAt: null,
          kind: "money",
          sentence: say(code, values),
          doer: stripe,
          tone,
          reason: null,
          raw: withoutOwners(invoice),
          href: invoicePage(stripeInvoiceId),
        },
      ];
    });
  };
}

function invoicePage(stripeInvoiceId: string): string {
  return `/staff/invoices/${encodeURIComponent(stripeInvoiceId)}`;
}

type BillingSentence = SentenceCode extends infer Code ? (Code extends `billing.${infer Name}` ? Name : never) : never;

function say(code: BillingSentence, values: Sentence["values"]): Sentence {
  return { code: `billing.${code}`, values };
}

function withoutOwners<T extends { id: string; accountId: string }>(row: T): Omit<T, "id" | "accountId"> {
  const { id: _id, accountId: _accountId, ...rest } = row;
  return rest;
}
