import type { CardEntry, Decline } from "../billing/cards";
import { currentPeriodEnd } from "../billing/renew-subscription";
import type { Sandbox } from "../core/sandbox";
import type { Customer, Invoice, PortalConfiguration, PortalSession, Subscription } from "../core/wire";
import { cardFields, cardShortcuts, prefilledCard } from "./card-form";
import { readEntry } from "./checkout-page";
import { type Html, html } from "./html";
import { type Page, page, redirect } from "./layout";
import { formatDate, formatMoney } from "./money";
import { plainPage } from "./plain-page";
import { cancelAsConfigured, payOpenInvoice, setEnding, switchPlan, updateCard } from "./portal-actions";
import { plansPart } from "./portal-plans";
import { declineText, textsFor } from "./texts";
import type { Texts } from "./texts-en";

const byCustomer = { id: null, idempotencyKey: null };

type Problem = { decline: Decline; entry: CardEntry | null };

export function showPortal(sandbox: Sandbox, id: string, query: URLSearchParams): Page {
  sandbox.settleDue();
  const found = findSession(sandbox, id);
  return found ? portalPage(sandbox, found, query, null) : missingPage();
}

/** Carries out one button of the page, named by `action`, and comes back to the page. */
export function submitPortal(sandbox: Sandbox, id: string, form: URLSearchParams): Page {
  const found = findSession(sandbox, id);
  if (!found) return missingPage();
  const action = form.get("action");
  const entry = action === "card" ? readEntry(form) : null;
  const { configuration } = found;
  const { features } = configuration;
  const decline = sandbox.change(byCustomer, (outer) => {
    const tx = outer.on(found.customer.test_clock);
    const customer = tx.get("customer", found.customer.id);
    const subscription = form.get("subscription");
    if (action === "cancel" && features.subscription_cancel.enabled) {
      cancelAsConfigured(tx, customer, subscription, features, form.get("reason") ?? "");
    }
    if (action === "switch") switchPlan(sandbox, tx, customer, form, configuration);
    if (action === "resume") setEnding(tx, customer, subscription, false);
    if (entry) return features.payment_method_update.enabled ? updateCard(tx, customer, entry) : null;
    return action === "pay" ? payOpenInvoice(tx, customer, form.get("invoice")) : null;
  });
  if (!decline) return redirect(`/p/session/${id}`);
  return portalPage(sandbox, found, new URLSearchParams(), { decline, entry });
}

type Found = { session: PortalSession; customer: Customer; configuration: PortalConfiguration };

function findSession(sandbox: Sandbox, id: string): Found | null {
  const session = sandbox.store.find("billing_portal.session", id);
  const customer = session && sandbox.store.find("customer", session.customer);
  const configuration = session && sandbox.store.find("billing_portal.configuration", String(session.configuration));
  return session && customer && configuration ? { session, customer, configuration } : null;
}

function portalPage(
  sandbox: Sandbox,
  { session, customer, configuration }: Found,
  query: URLSearchParams,
  problem: Problem | null,
): Page {
  const shortcut = query.get("card");
  const { features } = configuration;
  const { texts, locale } = textsFor(session.locale ?? customer.preferred_locales?.[0] ?? null);
  const own = <T extends { customer: string }>(all: Iterable<T>) =>
    [...all].filter((one) => one.customer === customer.id).reverse();
  const subscriptions = own(sandbox.store.all("subscription"));
  const running = subscriptions.filter((subscription) => subscription.ended_at === null);
  const shown = running.length > 0 ? running : subscriptions.slice(0, 1);
  const invoices = own(sandbox.store.all("invoice"));
  const methodId = shown[0]?.default_payment_method ?? customer.invoice_settings.default_payment_method;
  const card = sandbox.store.find("payment_method", methodId ?? "")?.card;
  const entry = problem?.entry ?? prefilledCard(shortcut, sandbox.clock.now());
  const isEditingCard = shortcut !== null || problem?.entry != null;
  return page({
    title: texts.portalTitle,
    locale,
    banner: texts.banner,
    content: html`
${session.return_url && html`<p><a href="${session.return_url}">← ${texts.return}</a></p>`}
<h1>${texts.portalTitle}</h1>
<p class="soft">${customer.email}</p>
${problem && html`<p class="error" role="alert">${declineText(problem.decline, texts)}</p>`}
<section class="card"><h2>${texts.subscription}</h2>
${shown.map((subscription) => [
  subscriptionPart(sandbox, subscription, features, texts, locale),
  plansPart(sandbox, configuration, subscription, query, texts, locale),
])}
${shown.length === 0 && html`<p>${texts.noSubscription}</p>`}
</section>
<section class="card"><h2>${texts.card}</h2>
<p>${card ? `${card.brand.toUpperCase()} •••• ${card.last4}, ${card.exp_month}/${card.exp_year}` : texts.noCard}</p>
${
  features.payment_method_update.enabled &&
  html`<details${isEditingCard && html` open`}><summary>${texts.updateCard}</summary>
<form method="post" action="/p/session/${session.id}"><input type="hidden" name="action" value="card">
${cardFields(entry, texts)}${cardShortcuts(entry.number, texts)}
<button class="main" type="submit">${texts.updateCard}</button></form></details>`
}
</section>
${
  features.invoice_history.enabled &&
  html`<section class="card"><h2>${texts.invoices}</h2>
${invoices.map((invoice) => invoicePart(invoice, texts, locale))}
${invoices.length === 0 && html`<p>${texts.noInvoices}</p>`}
</section>`
}`,
  });
}

function subscriptionPart(
  sandbox: Sandbox,
  subscription: Subscription,
  { subscription_cancel: cancel }: PortalConfiguration["features"],
  texts: Texts,
  locale: string,
): Html {
  const [item] = subscription.items.data;
  const amountMinor = (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1);
  const every = texts.every[item?.price.recurring?.interval ?? ""] ?? "";
  const ends = subscription.cancel_at !== null;
  return html`
<div class="row"><strong>${sandbox.store.find("product", item?.price.product ?? "")?.name}</strong>
<span class="tag">${texts.status[subscription.status] ?? subscription.status}</span></div>
<div class="row"><span>${formatMoney(amountMinor, subscription.currency, locale)} ${every}</span></div>
<p class="soft">${whatComesNext(subscription, texts, locale)}</p>
${
  subscription.ended_at === null &&
  (ends || cancel.enabled) &&
  html`<form method="post"><input type="hidden" name="subscription" value="${subscription.id}">
${
  !ends &&
  cancel.cancellation_reason.enabled &&
  html`<label for="reason">${texts.reason}</label><select id="reason" name="reason"><option value=""></option>
${cancel.cancellation_reason.options.map((one) => html`<option value="${one}">${texts.reasons[one] ?? one}</option>`)}</select>`
}
<button type="submit" name="action" value="${ends ? "resume" : "cancel"}"${!ends && html` class="danger"`}>${ends ? texts.resume : texts.cancel}</button>
${!ends && html`<p class="soft">${cancel.mode === "immediately" ? texts.cancelNowHint : texts.cancelHint}</p>`}</form>`
}`;
}

function whatComesNext(subscription: Subscription, texts: Texts, locale: string): string {
  const date = (seconds: number) => formatDate(seconds, locale);
  if (subscription.ended_at !== null) return texts.endedOn(date(subscription.ended_at));
  if (subscription.cancel_at !== null) return texts.endsOn(date(subscription.cancel_at));
  if (subscription.status === "trialing") return texts.trialEndsOn(date(currentPeriodEnd(subscription)));
  return texts.renewsOn(date(currentPeriodEnd(subscription)));
}

function invoicePart(invoice: Invoice, texts: Texts, locale: string): Html {
  return html`<div class="row"><span>${formatDate(invoice.created, locale)}<br><span class="soft">${invoice.number}</span></span>
<span>${invoice.invoice_pdf ? html`<a href="/i/${invoice.id}">${formatMoney(invoice.total, invoice.currency, locale)}</a>` : formatMoney(invoice.total, invoice.currency, locale)}<br>
<span class="soft">${texts.invoiceStatus[invoice.status] ?? invoice.status}</span></span></div>
${
  invoice.status === "open" &&
  html`<form method="post"><input type="hidden" name="invoice" value="${invoice.id}">
<button type="submit" name="action" value="pay">${texts.payNow}</button></form>`
}`;
}

function missingPage(): Page {
  const { texts, locale } = textsFor(null);
  return plainPage({ texts, locale, status: 404, title: texts.missingTitle, text: texts.missingText, link: null });
}
