import { finishAuthentication } from "../billing/finish-authentication";
import type { Sandbox } from "../core/sandbox";
import type { PaymentIntent, SetupIntent } from "../core/wire";
import { successUrl } from "./checkout-page";
import { html } from "./html";
import { type Page, page, redirect } from "./layout";
import { formatMoney } from "./money";
import { plainPage } from "./plain-page";
import { textsFor } from "./texts";

const byCustomer = { id: null, idempotencyKey: null };

type Intent = PaymentIntent | SetupIntent;

function findIntent(sandbox: Sandbox, id: string): Intent | null {
  return sandbox.store.find("payment_intent", id) ?? sandbox.store.find("setup_intent", id);
}

/** The bank's page: what a customer sees of 3-D Secure or iDEAL. */
export function showAuthentication(sandbox: Sandbox, id: string): Page {
  sandbox.settleDue();
  const intent = findIntent(sandbox, id);
  const { texts, locale } = textsFor(localeOf(sandbox, id));
  if (intent?.status !== "requires_action") {
    return plainPage({ texts, locale, status: 404, title: texts.missingTitle, text: texts.missingText, link: null });
  }
  const amount = intent.object === "payment_intent" ? formatMoney(intent.amount, intent.currency, locale) : null;
  return page({
    title: texts.authenticateTitle,
    locale,
    banner: texts.banner,
    formLeadsTo: leadsTo(sandbox, id),
    content: html`
<h1>${texts.authenticateTitle}</h1>
<form class="card" method="post">${amount && html`<p class="amount">${amount}</p>`}
<p class="soft">${texts.authenticateText}</p>
<button class="main" name="answer" value="agree" type="submit">${texts.agree}</button>
<p><button name="answer" value="refuse" type="submit">${texts.refuse}</button></p></form>`,
  });
}

/** Carries out the answer and sends the customer back: to the shop, or to the checkout that can be tried again. */
export function submitAuthentication(sandbox: Sandbox, id: string, form: URLSearchParams): Page {
  const outcome = sandbox.change(byCustomer, (tx) => {
    const intent = findIntent(sandbox, id);
    return intent && finishAuthentication(tx, intent, form.get("answer") === "agree");
  });
  const { texts, locale } = textsFor(outcome?.session?.locale ?? null);
  if (!outcome) {
    return plainPage({ texts, locale, status: 404, title: texts.missingTitle, text: texts.missingText, link: null });
  }
  const { succeeded, session, returnUrl } = outcome;
  if (session) return redirect(succeeded ? successUrl(session) : (session.url ?? "/"));
  if (!returnUrl)
    return plainPage({ texts, locale, title: texts.authenticatedTitle, text: texts.authenticatedText, link: null });
  const back = new URL(returnUrl);
  back.searchParams.set(id.startsWith("seti_") ? "setup_intent" : "payment_intent", id);
  back.searchParams.set("redirect_status", succeeded ? "succeeded" : "failed");
  return redirect(back.href);
}

function sessionOf(sandbox: Sandbox, id: string) {
  const session = sandbox.store.find("intent_facts", id)?.checkoutSession;
  return session ? sandbox.store.find("checkout.session", session) : null;
}

function localeOf(sandbox: Sandbox, id: string): string | null {
  return sessionOf(sandbox, id)?.locale ?? null;
}

function leadsTo(sandbox: Sandbox, id: string): string | null {
  return sessionOf(sandbox, id)?.success_url ?? sandbox.store.find("intent_facts", id)?.returnUrl ?? null;
}
