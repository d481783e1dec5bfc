import type { CardEntry } from "../billing/cards";
import { type TestCard, testCards } from "../billing/test-cards";
import { type Html, html } from "./html";
import type { Texts } from "./texts-en";

const offered: readonly (keyof Texts["cards"])[] = [
  "succeeds",
  "declined",
  "insufficient_funds",
  "fails_when_charged",
  "authenticates_always",
  "disputed",
  "refund_fails",
];

/** The cards offered as shortcuts, by the name they have in the address: the first of each kind. */
const shortcuts: { [name: string]: TestCard | undefined } = Object.fromEntries(
  offered.map((behaviour) => [behaviour, testCards.find((card) => card.behaviour === behaviour)]),
);

/** What the form holds before anyone typed: the card named in the address, else the one that succeeds. */
export function prefilledCard(shortcut: string | null, nowSeconds: number): CardEntry {
  const card = shortcuts[shortcut ?? ""] ?? testCards[0];
  const nextYear = new Date(nowSeconds * 1_000).getUTCFullYear() + 4;
  const number = (card?.number ?? "").replace(/(\d{4})(?=\d)/g, "$1 ");
  return { number, expiry: `12/${String(nextYear).slice(-2)}`, cvc: "123", name: "Sandbox Customer" };
}

export function cardFields(entry: CardEntry, texts: Texts): Html {
  return html`
<label for="number">${texts.number}</label>
<input id="number" name="number" value="${entry.number}" inputmode="numeric" autocomplete="off" required>
<div class="pair">
<div><label for="expiry">${texts.expiry}</label>
<input id="expiry" name="expiry" value="${entry.expiry}" inputmode="numeric" autocomplete="off" required></div>
<div><label for="cvc">${texts.cvc}</label>
<input id="cvc" name="cvc" value="${entry.cvc}" inputmode="numeric" autocomplete="off" required></div>
</div>
<label for="name">${texts.name}</label>
<input id="name" name="name" value="${entry.name}" autocomplete="off">`;
}

/** Links that come back with another card filled in, so that the page needs no script. */
export function cardShortcuts(number: string, texts: Texts): Html {
  const digits = number.replace(/\D/g, "");
  return html`
<p class="soft" id="test-cards">${texts.testCards}</p>
<ul class="chips" aria-labelledby="test-cards">
${offered.map(
  (behaviour) =>
    html`<li><a href="?card=${behaviour}"${shortcuts[behaviour]?.number === digits && html` aria-current="true"`}>${texts.cards[behaviour]}</a></li>`,
)}
</ul>`;
}
