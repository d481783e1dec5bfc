import type { Tx } from "../core/tx";
import type { CreditNote } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { isInRange, metadata, notYet, range, text } from "../http/params";
import { applyCredit, createCreditNote, createCreditNoteParams } from "./create-credit-note";
import { getInvoice } from "./invoices";
import { mergeMetadata } from "./metadata";

function getCreditNote(tx: Tx, id: string): CreditNote {
  const note = tx.find("credit_note", id);
  if (!note) throw resourceMissing("credit note", id);
  return note;
}

export const creditNoteEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/credit_notes",
    params: createCreditNoteParams,
    run: (outer, params) => {
      const invoice = getInvoice(outer, params.invoice);
      if (invoice.status === "draft" || invoice.status === "void") {
        throw invalidRequest(`You cannot credit an invoice whose status is ${invoice.status}.`, { param: "invoice" });
      }
      return createCreditNote(outer.on(invoice.test_clock), params, invoice);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/credit_notes/:id",
    params: {},
    run: (tx, _params, id) => getCreditNote(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/credit_notes/:id",
    params: { memo: text(), metadata },
    run: (tx, params, id) => {
      const before = getCreditNote(tx, id);
      const changes = given({ memo: params.memo, metadata: mergeMetadata(before.metadata ?? {}, params.metadata) });
      return tx.update("credit_note", before, changes, "credit_note.updated");
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/credit_notes/:id/void",
    params: {},
    run: (outer, _params, id) => {
      const note = getCreditNote(outer, id);
      const invoice = getInvoice(outer, note.invoice);
      const tx = outer.on(invoice.test_clock);
      if (note.status === "void" || note.type !== "pre_payment" || invoice.status !== "open") {
        throw invalidRequest("You can only void credit notes of open invoices.");
      }
      applyCredit(tx, invoice, true, -note.amount);
      return tx.update("credit_note", note, { status: "void", voided_at: tx.now }, "credit_note.voided");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/credit_notes/:id/lines",
    params: listParams,
    run: (tx, params, id) =>
      page([...getCreditNote(tx, id).lines.data].reverse(), () => true, params, `/v1/credit_notes/${id}/lines`),
  }),
  endpoint({
    method: "GET",
    path: "/v1/credit_notes",
    params: { ...listParams, created: range, customer: text(), invoice: text(), customer_account: notYet },
    run: (tx, params) =>
      page(
        tx.store.all("credit_note"),
        (note) =>
          (!params.customer || note.customer === params.customer) &&
          (!params.invoice || note.invoice === params.invoice) &&
          isInRange(note.created, params.created),
        params,
        "/v1/credit_notes",
      ),
  }),
];
