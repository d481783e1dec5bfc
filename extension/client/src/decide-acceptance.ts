import { businessTime } from "./decide-access";
import type { State } from "./state";
import type { LeaseFacts, Verdict } from "./verify-lease";

/** Leases are dated in whole seconds, so two of one second can't be told apart. */
const sameSecondMs = 1000;

export type Offer = {
  state: State;
  /** What is held, verified against the newer of the key sets; null for nothing. */
  held: Verdict | null;
  /** What the server sent, verified against the same key set. */
  offered: Verdict;
  thumbprint: string;
  /** True when it was asked to sign anew (`?fresh=1`), so that the date of the lease is the server's time. */
  isFresh: boolean;
  browserNow: number;
};

/** It is no good, not ours, or older than the one that is held. */
export type Refused = { taken: false };
export type Taken = { taken: true; isNew: boolean; changes: Partial<State> };

/**
 * Decides whether a lease from the server takes the place of the held one. Pure. A lease is dated by the system's time of
 * its signing, which is its business time less what the business was ahead: that never goes back.
 */
export function decideAcceptance({ state, held, offered, thumbprint, isFresh, browserNow }: Offer): Taken | Refused {
  if (!offered.ok) return { taken: false };
  const { lease } = offered;
  if (lease.account !== state.account || lease.device !== state.device || lease.thumbprint !== thumbprint) {
    return { taken: false };
  }
  const former =
    held?.ok && held.lease.account === lease.account && held.lease.device === lease.device ? held.lease : null;
  if (former && isOlder(lease, former)) return { taken: false };
  // The same one again proves nothing about the time: it may have been kept and played back.
  if (former?.id === lease.id) return { taken: true, isNew: false, changes: {} };
  return {
    taken: true,
    isNew: true,
    changes: { ...timeAfter(lease, { state, isFresh, browserNow }), cancelAt: cancelAtOf(lease, state) },
  };
}

function isOlder(lease: LeaseFacts, held: LeaseFacts): boolean {
  return lease.deviceEpoch < held.deviceEpoch || signedAt(lease) < signedAt(held) - sameSecondMs;
}

function signedAt(lease: LeaseFacts): number {
  return lease.issuedAt - lease.offsetMs;
}

/**
 * A lease that was signed a moment ago tells the time. A clock behind it is corrected by the difference, which can only
 * shorten what the lease gives; one that was ahead for a while, and left a time that never was, is forgiven.
 */
function timeAfter(lease: LeaseFacts, { state, isFresh, browserNow }: Pick<Offer, "state" | "isFresh" | "browserNow">) {
  const skewMs = isFresh ? Math.max(0, lease.issuedAt - businessTime(lease, 0, browserNow)) : 0;
  const latestMs = isFresh ? lease.issuedAt : Math.max(state.latestMs, lease.issuedAt);
  return { skewMs, latestMs };
}

/** When a cancelled subscription ends or ended: what ExtPay's users expect to know, also after the lease no longer says it. */
function cancelAtOf(lease: LeaseFacts, state: State): number | null {
  if (lease.status === "ended") return state.cancelAt;
  if (lease.status !== "canceling") return null;
  const ends = Object.values(lease.features)
    .filter((feature) => feature.reason === "cancels_at_period_end")
    .map((feature) => feature.until ?? 0);
  return Math.max(0, ...ends);
}
