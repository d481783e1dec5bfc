import type { Contact, Look } from "./contact";
import { decideEntitlements } from "./decide-access";
import type { Platform } from "./platform";
import type { Profile } from "./profile";
import type { State } from "./state";
import type { Store } from "./store";
import type { Entitlements, Stop, User } from "./types";
import { decideUser, hasBecomePaid } from "./user";

/** Gently: every second for a minute, then every five, and after ten minutes no more. */
const waiting = { eagerMs: 60_000, longestMs: 10 * 60_000, eagerPauseMs: 1000, pauseMs: 5000 };
/** How often an open page looks whether time alone has changed the answer. */
const lookEveryMs = 30_000;

/** Until when somebody who went to pay is waited for; null where nobody is. Another clock's note counts for nothing. */
export function waitsUntil({ waitingSince }: State, now: number): number | null {
  if (waitingSince === null || waitingSince > now) return null;
  const until = waitingSince + waiting.longestMs;
  return until > now ? until : null;
}

export interface Watch {
  onChange(listener: (entitlements: Entitlements) => void): Stop;
  onPaid(listener: (user: User) => void): Stop;
  /** Looks out for a payment in this context, for as long as that lasts. */
  start(): void;
}

type Context = { platform: Platform; store: Store; contact: Contact; profile: Profile };

/** Tells listeners what changed, whichever context learned it, and looks out for a payment while a page is open. */
export function createWatch({ platform, store, contact, profile }: Context): Watch {
  const changeListeners = new Set<(entitlements: Entitlements) => void>();
  const paidListeners = new Set<(user: User) => void>();
  let shown: string | null = null;
  let stopTimer: Stop | null = null;

  const tell = async (state: State) => {
    const entitlements = toEntitlements(await contact.look(state));
    const text = describe(entitlements);
    const isFirst = shown === null;
    if (text === shown) return;
    shown = text;
    if (!isFirst) for (const listener of [...changeListeners]) listener(entitlements);
  };

  store.onChange((now, before) => {
    if (changeListeners.size > 0) void compare(now, before);
    if (paidListeners.size > 0) void congratulate(now, before);
    if (now.waitingSince !== null && now.waitingSince !== before.waitingSince) tick();
  });

  /** What this context has shown is the measure; one that has shown nothing yet measures by what was there before. */
  const compare = async (now: State, before: State) => {
    shown ??= describe(toEntitlements(await contact.look(before)));
    await tell(now);
  };

  const congratulate = async (now: State, before: State) => {
    const [after, former] = [await contact.look(now), await contact.look(before)];
    if (!hasBecomePaid(after, former)) return;
    // So that listeners get the address and the time of payment.
    await profile.now();
    const user = decideUser({ ...after, state: await store.read() });
    for (const listener of [...paidListeners]) listener(user);
  };

  const tick = () => {
    stopTimer?.();
    stopTimer = null;
    void store.read().then(async (state) => {
      const isWaiting = waitsUntil(state, platform.now()) !== null;
      if (!isWaiting && (!platform.isPage || changeListeners.size === 0)) return;
      await (isWaiting ? contact.now() : contact.ifDue());
      if (changeListeners.size > 0) await tell(await store.read());
      stopTimer?.();
      stopTimer = platform.after(pauseOf(await store.read(), platform.now()), tick);
    });
  };

  return {
    start: tick,
    onChange: (listener) => {
      changeListeners.add(listener);
      if (changeListeners.size === 1) {
        void store.read().then(tell);
        tick();
      }
      return () => void changeListeners.delete(listener);
    },
    onPaid: (listener) => {
      paidListeners.add(listener);
      return () => void paidListeners.delete(listener);
    },
  };
}

function pauseOf(state: State, now: number): number {
  if (waitsUntil(state, now) === null) return lookEveryMs;
  return now - (state.waitingSince ?? 0) < waiting.eagerMs ? waiting.eagerPauseMs : waiting.pauseMs;
}

/** The answer for the extension's developer, of one look. */
export function toEntitlements({ state, verdict, access }: Look): Entitlements {
  return decideEntitlements(access, verdict?.ok ? verdict.lease : null, state);
}

/** Everything but when it was checked, which changes with each contact and says nothing. */
export function describe(entitlements: Entitlements): string {
  return JSON.stringify({ ...entitlements, checkedAt: null });
}
