import { leadToInvoice } from "@/lib/entry/invoice-document";
import { requireStaff } from "@/lib/entry/page";

type Context = { params: Promise<{ id: string; document: string }> };

/** `GET /staff/invoices/:id/pdf` and `/pay`: to the document at Stripe, for staff. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { staff } = await requireStaff();
  return leadToInvoice({ actor: staff, params, back: (id) => `/staff/invoices/${encodeURIComponent(id)}` });
}
