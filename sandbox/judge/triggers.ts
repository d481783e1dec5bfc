import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** What a subscription business does without, so that the sandbox does too. A trailing dot or underscore names a family. */
const excluded = [
  "account.",
  "balance.",
  "cash_balance.",
  "customer_cash_balance_transaction.",
  "customer.source.",
  "identity.",
  "issuing_",
  "payment_link.",
  "payout.",
  "plan.",
  "quote.",
  "reporting.",
  "tax_rate.",
  "topup.",
  "transfer.",
  "v1.billing.",
  "payment_intent.partially_funded",
];

/** Every trigger in the output of `stripe trigger --help` that the sandbox is to be judged by, in its order. */
export function judgedTriggers(help: string): string[] {
  const [, listed = ""] = /Supported events:\n((?: {2}\S+\n)+)/.exec(help) ?? [];
  const names = listed.split("\n").map((line) => line.trim());
  return names.filter((name) => name !== "" && !excluded.some((family) => name.startsWith(family)));
}

/** The script that starts the CLI, for `node`: its package names it, so that the judge runs from any folder. */
export function cliScript(): string {
  const manifest = createRequire(import.meta.url).resolve("@stripe/cli/package.json");
  const { bin }: { bin: { stripe: string } } = JSON.parse(readFileSync(manifest, "utf8"));
  return path.join(path.dirname(manifest), bin.stripe);
}
