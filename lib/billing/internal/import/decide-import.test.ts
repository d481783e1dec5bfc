import { expect, test } from "vitest";
import { decideImport, type ImportFacts } from "@/lib/billing/internal/import/decide-import";

const stranger: ImportFacts = { heldBy: null, named: null, ownedBySameAddress: null };
const named = { accountId: "named", stripeCustomerId: null, isClosed: false };

test.each<[string, Partial<ImportFacts>, object]>([
  ["a stranger gets an account that waits", {}, { kind: "open" }],
  ["one that we hold stays where it is", { heldBy: "held", named }, { kind: "keep", accountId: "held" }],
  [
    "a name of ours counts before an address",
    { named, ownedBySameAddress: "x" },
    { kind: "adopt", accountId: "named" },
  ],
  ["an owner's verified address is enough", { ownedBySameAddress: "own" }, { kind: "adopt", accountId: "own" }],
  [
    "an account never gets a second customer",
    { named: { ...named, stripeCustomerId: "cus_other" }, ownedBySameAddress: "own" },
    { kind: "skip", reason: "account_has_another_customer" },
  ],
  [
    "a closed account is not opened again",
    { named: { ...named, isClosed: true }, ownedBySameAddress: "own" },
    { kind: "skip", reason: "account_is_closed" },
  ],
])("%s", (_case, facts, decision) => {
  expect(decideImport({ ...stranger, ...facts })).toEqual(decision);
});
