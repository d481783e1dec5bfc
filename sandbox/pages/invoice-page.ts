import { payInvoice } from "../billing/pay-invoice";
import type { Sandbox } from "../core/sandbox";
import type { Invoice } from "../core/wire";
import { html } from "./html";
import { type Page, page, redirect } from "./layout";
import { formatDate, formatMoney } from "./money";
import { makePdf } from "./pdf";
import { plainPage } from "./plain-page";
import { declineText, textsFor } from "./texts";

const byCustomer = { id: null, idempotencyKey: null };

/** The address that an invoice names as `hosted_invoice_url`. */
export function showInvoice(sandbox: Sandbox, id: string, problem: string | null = null): Page {
  sandbox.settleDue();
  const invoice = sandbox.store.find("invoice", id);
  const preferred = sandbox.store.find("customer", invoice?.customer ?? "")?.preferred_locales?.[0] ?? null;
  const { texts, locale } = textsFor(preferred);
  if (!invoice?.number) {
    return plainPage({ texts, locale, status: 404, title: texts.missingTitle, text: texts.missingText, link: null });
  }
  const money = (amountMinor: number) => formatMoney(amountMinor, invoice.currency, locale);
  return page({
    title: invoice.number,
    locale,
    banner: texts.banner,
    content: html`
<h1>${invoice.number}</h1>
${problem && html`<p class="error" role="alert">${problem}</p>`}
<section class="card">
<p class="soft">${formatDate(invoice.created, locale)} · ${texts.invoiceStatus[invoice.status] ?? invoice.status}</p>
${invoice.lines.data.map((line) => html`<div class="row"><span>${line.description}</span><span>${money(line.amount)}</span></div>`)}
<div class="row total"><span>${texts.total}</span><span>${money(invoice.total)}</span></div>
<div class="row"><span>${texts.dueToday}</span><span>${money(invoice.amount_remaining)}</span></div>
<p><a href="/i/${invoice.id}/pdf">${texts.downloadPdf}</a></p>
${invoice.status === "open" && html`<form method="post"><button class="main" type="submit">${texts.payNow}</button></form>`}
</section>`,
  });
}

/** Pays an open invoice with the card that is on file. */
export function payShownInvoice(sandbox: Sandbox, id: string): Page {
  const decline = sandbox.change(byCustomer, (outer) => {
    const invoice = outer.find("invoice", id);
    return invoice?.status === "open" ? payInvoice(outer.on(invoice.test_clock), invoice, "by_hand") : null;
  });
  return decline ? showInvoice(sandbox, id, declineText(decline, textsFor(null).texts)) : redirect(`/i/${id}`);
}

/** The address that an invoice names as `invoice_pdf`. */
export function showInvoicePdf(sandbox: Sandbox, id: string): Page {
  const invoice = sandbox.store.find("invoice", id);
  if (!invoice?.number) return showInvoice(sandbox, id);
  const headers = { "content-type": "application/pdf", "cache-control": "no-store" };
  return { status: 200, headers, body: makePdf(linesOf(invoice)) };
}

function linesOf(invoice: Invoice): string[] {
  const money = (amountMinor: number) => `${(amountMinor / 100).toFixed(2)} ${invoice.currency.toUpperCase()}`;
  return [
    `Invoice ${invoice.number}`,
    `Date ${new Date(invoice.created * 1_000).toISOString().slice(0, 10)}   Status ${invoice.status}`,
    `For ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}`,
    "",
    ...invoice.lines.data.map((line) => `${money(line.amount)}   ${line.description ?? ""}`),
    "",
    `Total ${money(invoice.total)}`,
    `Due ${money(invoice.amount_remaining)}`,
    "",
    "Sandbox: no real money moves.",
  ];
}
