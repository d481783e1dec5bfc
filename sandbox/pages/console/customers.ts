import type { Sandbox } from "../../core/sandbox";
import type { Customer, PaymentMethod } from "../../core/wire";
import { type Html, html } from "../html";
import type { Page } from "../layout";
import { formatMoney } from "../money";
import { card, code, link, paged, table, tag, time } from "./parts";
import { type Console, consolePage, nothingHere } from "./shell";
import { subscriptionRows } from "./subscriptions";

export function showCustomers(context: Console): Page {
  const { store } = context.sandbox;
  const wanted = (context.query.get("q") ?? "").trim().toLowerCase();
  const found = [...store.all("customer")]
    .filter(({ id, email, name }) => [id, email, name].some((text) => text?.toLowerCase().includes(wanted)))
    .reverse();
  const { shown, pager } = paged(found, context.query, "/customers");
  const rows = shown.map((customer) => [
    link(`/customers/${customer.id}`, customer.email ?? customer.name ?? customer.id),
    statesOf(context.sandbox, customer),
    balance(customer),
    time(customer.created * 1_000),
    code(customer.id),
  ]);
  return consolePage(context, {
    section: "/customers",
    title: "Customers",
    content: html`<form class="filters" method="get"><div><label for="q">Mail, name or id</label>
<input id="q" name="q" type="search" value="${context.query.get("q") ?? ""}"></div><button type="submit">Search</button></form>
<section class="card">${table(
      "Customers",
      [
        "Customer",
        "Subscriptions",
        { label: "Balance", wideOnly: true, isNumber: true },
        { label: "Since", wideOnly: true },
        { label: "Id", wideOnly: true },
      ],
      rows,
      wanted ? "Nobody like that." : "None yet.",
    )}${pager}</section>`,
  });
}

function statesOf({ store }: Sandbox, { id }: Customer): Html[] {
  return store.related("subscription", "customer", id).map(({ status }) => html`${tag(status)} `);
}

/** As people say it: what Stripe writes below zero is credit. */
function balance({ balance = 0, currency }: Customer): string {
  if (!balance) return "–";
  const amount = formatMoney(Math.abs(balance), currency ?? "usd", "en");
  return balance < 0 ? `${amount} credit` : `${amount} owed`;
}

export function showCustomer(context: Console, id: string): Page {
  const { store } = context.sandbox;
  const customer = store.find("customer", id);
  if (!customer) return nothingHere(context, "/customers", "customer");
  const entries = store.related("customer_balance_transaction", "customer", id).reverse();
  return consolePage(context, {
    section: "/customers",
    title: customer.email ?? customer.name ?? customer.id,
    content: html`
<section class="card"><dl><dt>Id</dt><dd>${code(id)}</dd><dt>Name</dt><dd>${customer.name ?? "–"}</dd>
<dt>Since</dt><dd>${time(customer.created * 1_000)}</dd><dt>Balance</dt><dd>${balance(customer)}</dd>
<dt>Delinquent</dt><dd>${customer.delinquent ? "yes" : "no"}</dd>
<dt>Metadata</dt><dd>${code(JSON.stringify(customer.metadata))}</dd></dl></section>
${card("Subscriptions", subscriptionRows(context.sandbox, store.related("subscription", "customer", id).reverse(), false))}
${card("Invoices", invoiceRows(context.sandbox, id))}
<div class="grid">${card("Payment methods", methodRows(context.sandbox, customer))}
${card(
  "Balance",
  table(
    "Balance",
    ["When", "What", { label: "Amount", isNumber: true }],
    entries.map((entry) => [
      time(entry.created * 1_000),
      entry.type.replaceAll("_", " "),
      formatMoney(entry.amount, entry.currency, "en"),
    ]),
    "It was never touched.",
  ),
)}</div>`,
  });
}

function invoiceRows({ store }: Sandbox, customer: string): Html {
  const rows = store
    .related("invoice", "customer", customer)
    .reverse()
    .map((invoice) => [
      invoice.number ? link(`/i/${invoice.id}`, invoice.number) : code(invoice.id),
      tag(invoice.status),
      formatMoney(invoice.total, invoice.currency, "en"),
      time(invoice.created * 1_000),
      (invoice.billing_reason ?? "").replaceAll("_", " "),
      invoice.next_payment_attempt ? time(invoice.next_payment_attempt * 1_000) : "–",
    ]);
  const columns = [
    "Invoice",
    "State",
    { label: "Total", isNumber: true },
    "Written",
    { label: "Why", wideOnly: true },
    { label: "Next try", wideOnly: true },
  ];
  return table("Invoices", columns, rows);
}

function methodRows({ store }: Sandbox, customer: Customer): Html {
  const usual = customer.invoice_settings.default_payment_method;
  const rows = store
    .related("payment_method", "customer", customer.id)
    .map((method) => [describeMethod(method), method.id === usual ? tag("default") : "", code(method.id)]);
  return table("Payment methods", ["Method", "Used", { label: "Id", wideOnly: true }], rows);
}

function describeMethod({ type, card: paper, sepa_debit }: PaymentMethod): string {
  if (paper) return `${paper.brand} •••• ${paper.last4}, ${paper.exp_month}/${paper.exp_year}`;
  return sepa_debit ? `SEPA •••• ${sepa_debit.last4}` : type;
}
