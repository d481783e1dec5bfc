/** An imported account that waits for whoever shows that its address is theirs. */
export type WaitingAccount = {
  accountId: string;
  /** True when something at Stripe can still take money for it. */
  isLive: boolean;
  /** When its newest subscription began; null when it never had one. */
  lastStartedAt: Date | null;
};

/**
 * Which of the waiting accounts of one address its owner takes over, the one to act for first. Every one that is paid
 * for, so that nobody pays without access; where none is, the one used last, and only for somebody who has not had to
 * do with money here. The others stay as they are: staff see them.
 */
export function decideClaim(waiting: readonly WaitingAccount[], person: { paysAlready: boolean }): string[] {
  const inOrder = [...waiting].sort(
    (one, other) => startOf(other) - startOf(one) || (one.accountId < other.accountId ? -1 : 1),
  );
  const live = inOrder.filter(({ isLive }) => isLive);
  const [lastUsed] = inOrder;
  const taken = live.length > 0 || person.paysAlready || !lastUsed ? live : [lastUsed];
  return taken.map(({ accountId }) => accountId);
}

function startOf({ lastStartedAt }: WaitingAccount): number {
  return lastStartedAt?.getTime() ?? 0;
}
