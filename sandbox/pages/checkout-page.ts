import type { CardEntry, Decline } from "../billing/cards";
import { applyPromotionCode } from "../billing/checkout-discounts";
import { type CheckoutOutcome, completeCheckout } from "../billing/complete-checkout";
import type { CheckoutFacts } from "../core/facts";
import type { Sandbox } from "../core/sandbox";
import type { Tx } from "../core/tx";
import type { CheckoutSession } from "../core/wire";
import { StripeError } from "../http/errors";
import { prefilledCard } from "./card-form";
import { makeMethod, paymentForms } from "./checkout-forms";
import { html } from "./html";
import { type Page, page, redirect } from "./layout";
import { formatMoney } from "./money";
import { plainPage } from "./plain-page";
import { declineText, textsFor } from "./texts";

const byCustomer = { id: null, idempotencyKey: null };

export function showCheckout(sandbox: Sandbox, id: string, shortcut: string | null): Page {
  sandbox.settleDue();
  const session = sandbox.store.find("checkout.session", id);
  const facts = sandbox.store.find("checkout_facts", id);
  if (!session || !facts) return missingPage();
  if (session.status !== "open") return closedPage(session);
  return checkoutPage(session, facts, prefilledCard(shortcut, sandbox.clock.now()), lastRefusal(sandbox, facts));
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
  const outcome = tryOut(sandbox, (tx): CheckoutOutcome => {
    const code = form.get("promotion_code");
    if (code !== null && session.allow_promotion_codes) {
      applyPromotionCode(tx, session, code);
      return { state: "continue_at", url: session.url ?? tx.origin };
    }
    const made = makeMethod(tx, session, form, entry);
    if ("decline" in made) return { state: "declined", decline: made.decline };
    return completeCheckout(tx, session, made.method, form.get("email"));
  });
  if (outcome.state === "complete") return redirect(successUrl(session));
  // The path alone: the customer may know this sandbox by another of its names.
  if (outcome.state === "continue_at") return redirect(new URL(outcome.url).pathname);
  return checkoutPage(session, facts, entry, outcome.decline);
}

/** What a customer does; a refusal in Stripe's shape, such as a code that has run out, is shown to them. */
function tryOut(sandbox: Sandbox, run: (tx: Tx) => CheckoutOutcome): CheckoutOutcome {
  try {
    return sandbox.change(byCustomer, run);
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const { code = error.body.param?.includes("discounts") ? "promotion_code_invalid" : "", message } = error.body;
    return { state: "declined", decline: { code, declineCode: null, message } };
  }
}

/** Why the attempt before this visit failed: a customer comes back here who did not authenticate. */
function lastRefusal(sandbox: Sandbox, facts: CheckoutFacts): Decline | null {
  const error = sandbox.store.find("payment_intent", facts.paymentIntent ?? "")?.last_payment_error;
  if (!error) return null;
  return { code: error.code ?? "", declineCode: error.decline_code ?? null, message: error.message ?? "" };
}

export function readEntry(form: URLSearchParams): CardEntry {
  const read = (name: string) => (form.get(name) ?? "").slice(0, 200);
  return { number: read("number"), expiry: read("expiry"), cvc: read("cvc"), name: read("name") };
}

/** Stripe fills its placeholder wherever it stands in the address. */
export function successUrl(session: CheckoutSession): string {
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
  const title = { payment: texts.payFor(product), setup: texts.saveMethod, subscription: texts.subscribe(product) }[
    session.mode as "payment" | "setup" | "subscription"
  ];
  return page({
    title,
    locale,
    banner: texts.banner,
    formLeadsTo: session.success_url,
    content: html`
${session.cancel_url && html`<p><a href="${session.cancel_url}">← ${texts.back}</a></p>`}
<h1>${title}</h1>
${
  session.mode !== "setup" &&
  html`<section class="card" aria-label="${texts.dueToday}">
<p class="amount">${facts.trialPeriodDays ? texts.freeDays(facts.trialPeriodDays) : money(dueNow)}</p>
<p class="soft">${facts.trialPeriodDays ? texts.afterwards(`${money(regular)} ${every}`) : every}</p>
${facts.lines.map(
  (line) => html`<div class="row"><span>${line.description}
${line.quantity > 1 && html`<br><span class="soft">${texts.quantity}: ${line.quantity}</span>`}</span>
<span>${money(line.amount_subtotal)}</span></div>`,
)}
${
  (session.total_details?.amount_discount ?? 0) > 0 &&
  html`<div class="row"><span>${texts.discount}</span><span>−${money(session.total_details?.amount_discount ?? 0)}</span></div>`
}
<div class="row total"><span>${texts.dueToday}</span><span>${money(dueNow)}</span></div>
</section>`
}
${
  session.allow_promotion_codes &&
  html`<form class="card" method="post"><label for="code">${texts.promotionCode}</label>
<input id="code" name="promotion_code" required autocomplete="off"><p><button type="submit">${texts.apply}</button></p></form>`
}
${decline && html`<p class="error" role="alert">${declineText(decline, texts)}</p>`}
${paymentForms(session, facts, entry, texts)}`,
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
