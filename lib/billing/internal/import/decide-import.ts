/** What we know about a customer at Stripe before it is imported. */
export type ImportFacts = {
  /** The account that holds this very customer already. */
  heldBy: string | null;
  /** The account that the customer names in its metadata, where we have it, and the customer that it holds. */
  named: { accountId: string; stripeCustomerId: string | null; isClosed: boolean } | null;
  /** An account without a customer whose owner has shown that the customer's address is theirs. */
  ownedBySameAddress: string | null;
};

export type ImportDecision =
  | { kind: "keep"; accountId: string }
  | { kind: "adopt"; accountId: string }
  /** An account that waits for whoever shows that the address is theirs. */
  | { kind: "open" }
  | { kind: "skip"; reason: ImportSkip };

export type ImportSkip = "account_has_another_customer" | "account_is_closed";

/**
 * To which account a customer belongs. A name in the metadata counts before an address, since only we write it; one that
 * leads to an account that we don't have, e.g. of a database that was lost, counts for nothing.
 */
export function decideImport({ heldBy, named, ownedBySameAddress }: ImportFacts): ImportDecision {
  if (heldBy) return { kind: "keep", accountId: heldBy };
  if (named?.isClosed) return { kind: "skip", reason: "account_is_closed" };
  if (named?.stripeCustomerId) return { kind: "skip", reason: "account_has_another_customer" };
  if (named) return { kind: "adopt", accountId: named.accountId };
  if (ownedBySameAddress) return { kind: "adopt", accountId: ownedBySameAddress };
  return { kind: "open" };
}
