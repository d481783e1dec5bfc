import { getInvoiceAddress, invoiceDocuments } from "@/lib/billing/invoice-address";
import type { Actor } from "@/lib/core/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";
import { recordRefusal, refusedFor } from "@/lib/platform/refusals";

/**
 * Leads somebody to an invoice's document at Stripe, or back to a page of ours with the reason why not. Where the document
 * is stays out of caches and of the next page's knowledge.
 */
export async function leadToInvoice(wish: {
  actor: Actor;
  params: Promise<{ id: string; document: string }>;
  /** The page of ours to which a refusal leads. */
  back: (id: string) => string;
}): Promise<Response> {
  const { id, document } = await wish.params;
  try {
    const known = invoiceDocuments.find((one) => one === document);
    if (!known) throw new AppError("not_found", "An invoice has no such document.");
    return lead(await getInvoiceAddress({ actor: wish.actor, stripeInvoiceId: id, document: known }));
  } catch (error) {
    if (!isAppError(error)) throw error;
    const accountId = wish.actor.kind === "customer" ? wish.actor.accountId : null;
    const refusal = { kind: error.code, where: "an invoice's document", detail: error.message };
    recordRefusal({ ...refusal, ...refusedFor(accountId) });
    const back = new URL(wish.back(id), env().GATEHOUSE_URL);
    back.searchParams.set("problem", error.code);
    return lead(back.href);
  }
}

function lead(address: string): Response {
  const headers = { Location: address, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}
