import type { BankBehaviour } from "./test-cards";

/** Test accounts for SEPA Direct Debit. Source: https://docs.stripe.com/testing#sepa-direct-debit */
const accounts: { [behaviour in Exclude<BankBehaviour, "ideal">]: readonly string[] } = {
  debit_succeeds: [
    "AT611904300234573201",
    "DE89370400440532013000",
    "NL39RABO0300065264",
    "IT40S0542811101000000123456",
  ],
  debit_succeeds_late: ["AT321904300235473204", "DE08370400440532013003", "NL55RABO0300065268"],
  debit_fails: ["AT861904300235473202", "DE62370400440532013001", "NL91ABNA0417164300", "IT60X0542811101000000123456"],
  debit_fails_late: ["AT051904300235473205", "DE78370400440532013004", "NL28RABO0300065266"],
  debit_disputed: ["AT591904300235473203", "DE35370400440532013002", "NL62RABO0300065267"],
};

const byIban = new Map(
  Object.entries(accounts).flatMap(([behaviour, ibans]) =>
    ibans.map((iban): [string, BankBehaviour] => [iban, behaviour as BankBehaviour]),
  ),
);

const outcomes: { [behaviour in keyof typeof accounts]: string } = {
  debit_succeeds: "Comes through",
  debit_succeeds_late: "Comes through after three minutes",
  debit_fails: "Fails",
  debit_fails_late: "Fails after three minutes",
  debit_disputed: "Comes through and is disputed",
};

/** Every test account and what becomes of a debit from it. */
export function testAccounts(): { iban: string; outcome: string }[] {
  return Object.entries(accounts).flatMap(([behaviour, ibans]) =>
    ibans.map((iban) => ({ iban, outcome: outcomes[behaviour as keyof typeof accounts] })),
  );
}

export type BankAccount = { iban: string; country: string; bankCode: string; last4: string; behaviour: BankBehaviour };

/** The test account with this number, null when it is none: a real account is never debited, nor remembered. */
export function findBankAccount(entered: string): BankAccount | null {
  const iban = entered.replace(/\s/g, "").toUpperCase();
  const behaviour = byIban.get(iban);
  if (!behaviour) return null;
  return { iban, country: iban.slice(0, 2), bankCode: iban.slice(4, 12), last4: iban.slice(-4), behaviour };
}

/** Seconds of business time until a debit has come through or not: at once, or the three minutes of Stripe's test mode. */
const soonSeconds = 2;
const lateSeconds = 180;

/** How a debit of such an account goes on after it was sent to the bank; null for what is decided at once. */
export function decideDebit(
  behaviour: string,
): { afterSeconds: number; outcome: "succeeds" | "fails"; disputed: boolean } | null {
  if (!behaviour.startsWith("debit_")) return null;
  return {
    afterSeconds: behaviour.endsWith("_late") ? lateSeconds : soonSeconds,
    outcome: behaviour.startsWith("debit_fails") ? "fails" : "succeeds",
    disputed: behaviour === "debit_disputed",
  };
}
