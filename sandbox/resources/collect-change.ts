import { finalizeInvoice } from "../billing/finalize-invoice";
import { payInvoice, settleInvoice } from "../billing/pay-invoice";
import type { Tx } from "../core/tx";
import type { Invoice } from "../core/wire";
import { cardError } from "../http/errors";

export type PaymentBehavior =
  | "allow_incomplete"
  | "default_incomplete"
  | "error_if_incomplete"
  | "pending_if_incomplete";

/** Finalises and charges what a change has to bill. Returns the refusal where one must be answered with an error. */
export function collectChange(tx: Tx, draft: Invoice | null, behavior: PaymentBehavior | undefined): void {
  if (!draft) return;
  const invoice = finalizeInvoice(tx, draft);
  if (invoice.amount_due === 0) {
    settleInvoice(tx, invoice, null);
    return;
  }
  if (invoice.collection_method === "send_invoice") return;
  if (behavior === "default_incomplete") return;
  const decline = payInvoice(tx, invoice, "scheduled");
  if (decline && behavior === "error_if_incomplete") throw cardError(decline);
}
