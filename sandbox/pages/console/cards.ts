import { testAccounts } from "../../billing/bank-accounts";
import { testCards } from "../../billing/test-cards";
import { type Html, html } from "../html";
import type { Page } from "../layout";
import { card, table } from "./parts";
import { type Console, consolePage } from "./shell";

/** Everything one can pay with here, ready to be copied. */
export function showCards(context: Console): Page {
  const cards = testCards.map(({ number, label, tokens }) => [
    number ? copyable(number, number.replace(/(\d{4})(?=\d)/g, "$1 ")) : "–",
    label,
    tokens.slice(0, 1).map((token) => html`<code class="pick">pm_card_${token}</code>`),
  ]);
  const accounts = testAccounts().map(({ iban, outcome }) => [copyable(iban, iban), outcome]);
  return consolePage(context, {
    section: "/cards",
    title: "Test cards",
    content: html`${card(
      "Cards",
      html`<p class="soft">Any expiry in the future, any CVC, any name.</p>
${table("Cards", ["Number", "What it does", { label: "In the API", wideOnly: true }], cards)}`,
    )}
${card("SEPA Direct Debit", table("Accounts", ["IBAN", "What it does"], accounts))}`,
  });
}

function copyable(value: string, shown: string): Html {
  return html`<code class="pick">${shown}</code> <button class="small" type="button" data-copy="${value}" hidden aria-label="Copy ${shown}">Copy</button>`;
}
