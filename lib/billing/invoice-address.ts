import Stripe from "stripe";
import { requireOwner } from "@/lib/accounts/require-owner";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/platform/db";
import { isMissingAtStripe, stripe, stripeUnavailable } from "@/lib/platform/stripe";

/** What of an invoice there is to see at Stripe: its PDF, and the page on which an open one is paid. */
export const invoiceDocuments = ["pdf", "pay"] as const;
export type InvoiceDocument = (typeof invoiceDocuments)[number];

/**
 * Where an invoice's document is at Stripe, asked for at that moment: such an address stops working some weeks after the
 * invoice was due, and opens for whoever has it (docs.stripe.com/invoicing/hosted-invoice-page, "Expiration").
 * @throws AppError `not_found` for an invoice that is not of the account somebody acts for, a draft, or one that has no such document,
 * `forbidden` for a member of a team, `stripe_unavailable`
 */
export async function getInvoiceAddress(wish: {
  actor: Actor;
  stripeInvoiceId: string;
  document: InvoiceDocument;
}): Promise<string> {
  const { actor, stripeInvoiceId, document } = wish;
  const invoice = await db().invoice.findFirst({
    where: {
      stripeInvoiceId,
      status: { not: "draft" },
      ...((actor.kind === "customer" || actor.kind === "device") && { accountId: actor.accountId }),
    },
    select: { accountId: true },
  });
  if (!invoice) throw new AppError("not_found", "There is no such invoice.");
  await requireOwner(actor, invoice.accountId);
  const address = await readAddress(stripeInvoiceId, document);
  if (!address) throw new AppError("not_found", "This invoice has no such document.");
  return address;
}

async function readAddress(stripeInvoiceId: string, document: InvoiceDocument): Promise<string | null> {
  try {
    const { invoice_pdf, hosted_invoice_url, status } = await stripe().invoices.retrieve(stripeInvoiceId);
    if (document === "pdf") return invoice_pdf ?? null;
    return status === "open" ? (hosted_invoice_url ?? null) : null;
  } catch (error) {
    if (isMissingAtStripe(error)) return null;
    throw error instanceof Stripe.errors.StripeError ? stripeUnavailable(error) : error;
  }
}
