import { decideAcceptance } from "./decide-acceptance";
import { type Access, decideAccess, isRenewalDue } from "./decide-access";
import { isObject } from "./encoding";
import { GatehouseError } from "./errors";
import type { HttpAnswer } from "./http";
import type { Platform } from "./platform";
import type { Session } from "./session";
import { isText, type State } from "./state";
import type { Store } from "./store";
import type { LeaseFacts, Verdict, Verify } from "./verify-lease";

const shortestWaitMs = 30_000;
/**
 * The longest time between two contacts while the server can be reached, and the longest backoff after a failure.
 * Less than the five minutes that the pages of a Gatehouse promise, because an alarm may fire late and an answer takes time.
 */
const longestWaitMs = 4 * 60_000;

type Context = {
  platform: Platform;
  store: Store;
  session: Session;
  verify: Verify;
  thumbprint: () => Promise<string>;
};

/** What is held and whether it counts, at this moment. */
export type Look = { state: State; verdict: Verdict | null; access: Access };

export interface Contact {
  /** Verifies what is held. Without cryptography where this context has seen that lease before. */
  look(state: State): Promise<Look>;
  /** Asks the server when that is due. Never throws; a failure is remembered and waited out. */
  ifDue(): Promise<void>;
  /** Asks the server in any case, because something is known to have changed. Never throws. */
  now(): Promise<void>;
}

export function createContact(context: Context): Contact {
  const { platform, store, verify, thumbprint } = context;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const look = async (state: State): Promise<Look> => {
    const verdict = state.lease === null ? null : await verify(state.lease, state.keys ?? "");
    // A key that can't be had fits no lease.
    const key = await thumbprint().catch(() => "");
    const access = decideAccess({ state, verdict, thumbprint: key, browserNow: platform.now() });
    return { state, verdict, access };
  };

  const run = (isForced: boolean): Promise<void> => {
    const asked = platform.now();
    const work = platform
      .withLock("contact", async () => {
        const before = await look(await store.readAgain());
        if (before.state.refreshToken === null) return;
        // Whoever waited for the lock looks again: the one before may have brought what was wanted.
        const isWanted = isForced ? !hasHeardSince(before.state, asked, platform.now()) : isDue(before, platform.now());
        if (isWanted) await ask({ ...context, look }, before, isForced);
      })
      .catch(() => undefined)
      .finally(() => {
        if (running === work) running = null;
      });
    running = work;
    return work;
  };

  return {
    look,
    ifDue: async () => {
      if (running) return running;
      const held = await look(await store.read());
      if (isDue(held, platform.now())) await (running ?? run(false));
    },
    now: () => {
      if (!running) return run(true);
      // What runs may have been asked before the change: one more after it, however many want one.
      next ??= running.then(() => {
        next = null;
        return run(true);
      });
      return next;
    },
  };
}

/** True when another context asked successfully after this instant. A note from a clock that ran ahead is no such thing. */
function hasHeardSince({ failures, attemptedAt, contactedAt }: State, asked: number, now: number): boolean {
  return failures === 0 && contactedAt !== null && attemptedAt !== null && attemptedAt > asked && attemptedAt <= now;
}

/**
 * When the server should be asked, in the browser's time; null while signed out. A time that only another clock can have
 * written is ignored.
 */
export function nextContactAt({ state, access }: Look, now: number): number | null {
  const { refreshToken, nextTryAt, contactedAt } = state;
  if (refreshToken === null) return null;
  if (nextTryAt !== null && now < nextTryAt && nextTryAt - now <= longestWaitMs) return nextTryAt;
  if (isRenewalDue(access) || contactedAt === null || contactedAt > now) return now;
  const untilRenewal = access.counts ? access.lease.renewAfter - access.now : 0;
  return Math.min(contactedAt + longestWaitMs, now + untilRenewal);
}

function isDue(held: Look, now: number): boolean {
  const at = nextContactAt(held, now);
  return at !== null && at <= now;
}

type Asking = Context & Pick<Contact, "look">;

/**
 * One contact. Where a lease is held and does not count, the server is asked to sign anew at once; where what came does not
 * count, once more with that. So at most two requests, whatever they bring.
 */
async function ask(context: Asking, before: Look, isForced: boolean): Promise<void> {
  const { platform, store } = context;
  const attemptedAt = platform.now();
  await store.update(() => ({ attemptedAt }));
  try {
    const isFresh = !before.access.counts && before.access.reason !== "no_lease";
    let after = await exchange(context, before, isFresh);
    if (!after.access.counts && !isFresh) after = await exchange(context, after, true);
    await store.update((state) => {
      if (state.refreshToken === null) return null;
      const heard = { contactedAt: platform.now() };
      if (!isRenewalDue(after.access)) return { ...heard, failures: 0, failure: null, nextTryAt: null };
      // Heard, and there is still something to ask for: asking at once would bring the same.
      const failure = after.access.counts ? null : "server_error";
      return { ...heard, ...failed(state, { failure, leastMs: 0, isForced, platform }) };
    });
  } catch (error) {
    const isOurs = error instanceof GatehouseError;
    const [failure, leastMs] = isOurs ? [error.code, error.retryAfterMs] : ["server_error" as const, 0];
    await store.update((state) =>
      state.refreshToken === null ? null : failed(state, { failure, leastMs, isForced, platform }),
    );
  }
}

type Failure = { failure: State["failure"]; leastMs: number; isForced: boolean; platform: Platform };

/** Waits twice as long after each failure in a row. What somebody asked for out of turn does not count as another one. */
function failed(state: State, { failure, leastMs, isForced, platform }: Failure): Partial<State> {
  if (isForced && state.failures > 0 && state.nextTryAt !== null) return { failure };
  const wait =
    Math.min(longestWaitMs, shortestWaitMs * 2 ** Math.min(state.failures, 20)) * (0.75 + platform.random() / 2);
  const nextTryAt = Math.round(platform.now() + Math.min(longestWaitMs, Math.max(wait, leastMs)));
  return { failures: state.failures + 1, failure, nextTryAt };
}

/** Asks what may be used, and takes what the answer brings if it is better than what is held. @throws GatehouseError */
async function exchange({ session, store, look, ...rest }: Asking, held: Look, isFresh: boolean): Promise<Look> {
  const { state } = held;
  const etag = held.access.counts && !isFresh ? state.etag : null;
  const answer = await session.call(`/api/v1/entitlements${isFresh ? "?fresh=1" : ""}`, {
    ...(etag !== null && { headers: { "if-none-match": etag } }),
  });
  if (answer.status !== 304) await take({ ...rest, store }, answer, isFresh);
  return look(await store.readAgain());
}

async function take(
  { store, verify, thumbprint, platform }: Omit<Asking, "session" | "look">,
  answer: HttpAnswer,
  isFresh: boolean,
): Promise<void> {
  const lease = answer.body.lease;
  if (!isObject(lease) || !isText(lease.token) || !isText(lease.keys)) {
    throw new GatehouseError("server_error");
  }
  const { token, keys: sentKeys } = lease;
  const state = await store.readAgain();
  const keys = await newerKeys(verify, { token, sentKeys, state, isFresh });
  const [held, offered] = await Promise.all([
    state.lease === null ? null : verify(state.lease, keys.text),
    verify(token, keys.text),
  ]);
  const decision = decideAcceptance({
    state,
    held,
    offered,
    thumbprint: await thumbprint(),
    isFresh,
    browserNow: platform.now(),
  });
  await store.update((now) => {
    // Signed out, or in as somebody else, while the answer was on its way: it is nobody's now.
    if (now.account !== state.account || now.device !== state.device) return null;
    const newer = { keys: keys.text, keySetVersion: keys.version };
    if (!decision.taken) return newer;
    const isPaidFor = offered.ok && !(held?.ok && isSamePlan(held.lease, offered.lease));
    return {
      ...newer,
      ...decision.changes,
      ...(decision.isNew && { lease: token, usage: {} }),
      // The plan has changed, so the time of payment has to be read again.
      ...(isPaidFor && { waitingSince: null, profileReadAt: null }),
      etag: answer.headers.get("etag"),
    };
  });
  if (!decision.taken) throw new GatehouseError("server_error");
}

function isSamePlan(one: LeaseFacts, other: LeaseFacts): boolean {
  return one.plan === other.plan && one.status === other.status;
}

type KeyOffer = { token: string; sentKeys: string; state: State; isFresh: boolean };

/**
 * The newer of the key set that is held and the one that was sent. Each must be signed by a bundled root; an older one is
 * never taken, because it would bring back keys that were withdrawn. The remembered version counts too, unless somebody
 * has edited it: then the set that is held, or a fresh answer, says what is true.
 * @throws GatehouseError `server_error` when neither is good
 */
async function newerKeys(verify: Verify, { token, sentKeys, state, isFresh }: KeyOffer) {
  const [sent, held] = await Promise.all([
    verify(token, sentKeys),
    state.keys === null ? null : verify(token, state.keys),
  ]);
  const sentVersion = sent.keySetVersion ?? -1;
  const heldVersion = held?.keySetVersion ?? -1;
  const lowest = isFresh || state.keys === null ? heldVersion : Math.max(heldVersion, state.keySetVersion);
  if (sentVersion >= 0 && sentVersion >= lowest) return { text: sentKeys, version: sentVersion };
  if (state.keys !== null && heldVersion >= 0) return { text: state.keys, version: heldVersion };
  throw new GatehouseError("server_error");
}
