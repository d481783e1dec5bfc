import { leadToInvoice } from "@/lib/entry/invoice-document";
import { requireCustomer } from "@/lib/entry/page";

type Context = { params: Promise<{ id: string; document: string }> };

/** `GET /account/invoices/:id/pdf` and `/pay`: to the document at Stripe, for the account's owner. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { actor } = await requireCustomer();
  return leadToInvoice({ actor, params, back: () => "/account/invoices" });
}
