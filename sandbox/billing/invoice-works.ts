import { subscriptionOf } from "../core/relations";
import type { DueWork } from "../core/schedule";
import { finalizeInvoice } from "./finalize-invoice";
import { payInvoice, settleInvoice } from "./pay-invoice";

/** A draft that finalises itself: an hour after it was made, unless someone was quicker. */
export const finalizeDraft: DueWork = {
  what: "a draft invoice is finalised",
  kind: "invoice",
  dueAt: (store, id) => {
    const invoice = store.find("invoice", id);
    return invoice?.status === "draft" ? invoice.automatically_finalizes_at : null;
  },
  settle: (tx, id) => {
    const invoice = finalizeInvoice(tx, tx.get("invoice", id));
    if (invoice.amount_due === 0) settleInvoice(tx, invoice, null);
    else if (invoice.collection_method === "charge_automatically") payInvoice(tx, invoice, "scheduled");
    else tx.emit("invoice.sent", invoice);
  },
};

/** A sent invoice that nobody paid in time is overdue, and so is the subscription that it bills. */
export const overdue: DueWork = {
  what: "a sent invoice is overdue",
  kind: "invoice",
  dueAt: (store, id) => {
    const invoice = store.find("invoice", id);
    const isOwed = invoice?.status === "open" && invoice.collection_method === "send_invoice";
    return isOwed && !store.find("invoice_facts", id)?.overdueTold ? invoice.due_date : null;
  },
  settle: (tx, id) => {
    const invoice = tx.get("invoice", id);
    tx.put("invoice_facts", { id, overdueTold: true });
    tx.emit("invoice.overdue", invoice);
    const subscription = tx.find("subscription", subscriptionOf(invoice) ?? "");
    if (subscription?.status !== "active" || subscription.latest_invoice !== id) return;
    tx.update("subscription", subscription, { status: "past_due" }, "customer.subscription.updated");
  },
};

export const retryPayment: DueWork = {
  what: "a payment is tried again",
  kind: "invoice",
  dueAt: (store, id) => {
    const invoice = store.find("invoice", id);
    return invoice?.status === "open" ? invoice.next_payment_attempt : null;
  },
  settle: (tx, id) => {
    payInvoice(tx, tx.get("invoice", id), "scheduled");
  },
};
