import { type CardEntry, type Decline, readCardEntry } from "../billing/cards";
import { completeCheckout } from "../billing/complete-checkout";
import type { CheckoutFacts } from "../core/collections";
import type { Sandbox } from "../core/sandbox";
import type { CheckoutSession } from "../core/wire";
import { cardFields, cardShortcuts, prefilledCard } from "./card-form";
import { html } from "./html";
import { type Page, page, redirect } from "./layout";
import { formatMoney } from "./money";
import { plainPage } from "./plain-page";
import { declineText, textsFor } from "./texts";

const byCustomer = { id: null, idempotencyKey: null };

/** Whether the page must ask for a card: always, unless nothing is due and the shop asked for one only if required. */
function asksForCard(session: CheckoutSession): boolean {
  return session.payment_method_collection !== "if_required" || (session.amount_total ?? 0) > 0;
}

export function showCheckout(sandbox: Sandbox, id: string, shortcut: string | null): Page {
  sandbox.settleDue();
  const session = sandbox.store.find("checkout.session", id);
  const facts = sandbox.store.find("checkout_facts", id);
  if (!session || !facts) return missingPage();
  if (session.status !== "open") return closedPage(session);
  return checkoutPage(session, facts, prefilledCard(shortcut, sandbox.clock.now()), null);
}

/** Pays. A decline shows the form again; a session that was paid in the meantime leads on, so a double click does too. */
export function payCheckout(sandbox: Sandbox, id: string, form: URLSearchParams): Page {
  sandbox.settleDue();
  const session = sandbox.store.find("checkout.session", id);
  const facts = sandbox.store.find("checkout_facts", id);
  if (!session || !facts) return missingPage();
  if (session.status === "complete") return redirect(successUrl(session));
  if (session.status !== "open") return closedPage(session);
  if (session.customer && !sandbox.store.find("customer", session.customer)) return missingPage();
  const entry = readEntry(form);
  const decline = sandbox.change(byCustomer, (tx): Decline | null => {
    if (!asksForCard(session)) return completeCheckout(tx, session, null, form.get("email"));
    const card = readCardEntry(entry, tx.now);
    return "decline" in card ? card.decline : completeCheckout(tx, session, card.read, form.get("email"));
  });
  if (!decline) return redirect(successUrl(session));
  return checkoutPage(session, facts, entry, decline);
}

export function readEntry(form: URLSearchParams): CardEntry {
  const read = (name: string) => (form.get(name) ?? "").slice(0, 200);
  return { number: read("number"), expiry: read("expiry"), cvc: read("cvc"), name: read("name") };
}

/** Stripe fills its placeholder wherever it stands in the address. */
function successUrl(session: CheckoutSession): string {
  return (session.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function checkoutPage(session: CheckoutSession, facts: CheckoutFacts, entry: CardEntry, decline: Decline | null): Page {
  const { texts, locale } = textsFor(session.locale);
  const currency = session.currency ?? "usd";
  const money = (amountMinor: number) => formatMoney(amountMinor, currency, locale);
  const regular = facts.lines.reduce((sum, line) => sum + line.amount_total, 0);
  const every = texts.every[facts.lines[0]?.price.recurring?.interval ?? ""] ?? "";
  const product = facts.lines[0]?.description ?? "";
  const dueNow = session.amount_total ?? 0;
  const button = facts.trialPeriodDays ? texts.startTrial : dueNow > 0 ? texts.pay : texts.subscribeButton;
  const title = texts.subscribe(product);
  return page({
    title,
    locale,
    banner: texts.banner,
    formLeadsTo: session.success_url,
    content: html`
${session.cancel_url && html`<p><a href="${session.cancel_url}">← ${texts.back}</a></p>`}
<h1>${title}</h1>
<section class="card" aria-label="${texts.dueToday}">
<p class="amount">${facts.trialPeriodDays ? texts.freeDays(facts.trialPeriodDays) : money(dueNow)}</p>
<p class="soft">${facts.trialPeriodDays ? texts.afterwards(`${money(regular)} ${every}`) : every}</p>
${facts.lines.map(
  (line) => html`<div class="row"><span>${line.description}
${line.quantity > 1 && html`<br><span class="soft">${texts.quantity}: ${line.quantity}</span>`}</span>
<span>${money(line.amount_total)}</span></div>`,
)}
<div class="row total"><span>${texts.dueToday}</span><span>${money(dueNow)}</span></div>
</section>
<form class="card" method="post">
${decline && html`<p class="error" role="alert">${declineText(decline, texts)}</p>`}
${!session.customer && !session.customer_email && html`<label for="email">${texts.email}</label><input id="email" name="email" type="email" required autocomplete="off">`}
${
  asksForCard(session)
    ? html`<h2>${texts.payWith}</h2>${cardFields(entry, texts)}${cardShortcuts(entry.number, texts)}`
    : html`<p>${texts.noCardNeeded}</p>`
}
<button class="main" type="submit">${button}</button>
</form>`,
  });
}

function closedPage(session: CheckoutSession): Page {
  const { texts, locale } = textsFor(session.locale);
  if (session.status === "complete") {
    const link = { href: successUrl(session), label: texts.goOn };
    return plainPage({ texts, locale, title: texts.completeTitle, text: texts.completeText, link });
  }
  const link = session.cancel_url ? { href: session.cancel_url, label: texts.back } : null;
  return plainPage({ texts, locale, title: texts.expiredTitle, text: texts.expiredText, link });
}

function missingPage(): Page {
  const { texts, locale } = textsFor(null);
  return plainPage({ texts, locale, status: 404, title: texts.missingTitle, text: texts.missingText, link: null });
}
