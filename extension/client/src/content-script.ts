import { readReply, toCall } from "./calls";
import { isObject } from "./encoding";
import { GatehouseError, sentenceFor } from "./errors";
import type { Platform } from "./platform";
import type { CodeSignIn, Entitlements, Feature, Gatehouse, Usage, User } from "./types";
import { describe } from "./watch";

const newsType = "gatehouse:news";

/** What the worker tells content scripts; `isPaid` when the account was just paid for. It carries no state: they ask for it. */
export function toNews(isPaid: boolean) {
  return { type: newsType, isPaid };
}

/**
 * Gatehouse in a page of another site. There, storage and IndexedDB are the site's or shared with its process, and requests
 * are sent as the site. So every call goes to the service worker, and nothing is stored here.
 */
export function createInContentScript(platform: Platform): Gatehouse {
  const changeListeners = new Set<(entitlements: Entitlements) => void>();
  const paidListeners = new Set<(user: User) => void>();
  let shown: string | null = null;

  const ask = async <T>(method: string, ...args: unknown[]): Promise<T> => {
    const value = readReply(await platform.ask(toCall(method, args)));
    if (value === undefined) throw new GatehouseError("misconfigured", "listen");
    return value as T;
  };
  const getEntitlements = () => ask<Entitlements>("getEntitlements").catch(nothingKnown);
  /** A browser lets a worker answer for five minutes at most, and a code lives for ten. */
  const untilSignedIn = async (): Promise<Entitlements> => {
    for (let tries = 0; tries < 3; tries += 1) {
      const value = readReply(await platform.ask(toCall("codeDone")));
      if (value !== undefined) return value as Entitlements;
    }
    throw new GatehouseError("code_expired");
  };
  const tell = async () => {
    const entitlements = await getEntitlements();
    const [before, text] = [shown, describe(entitlements)];
    shown = text;
    if (before !== null && before !== text) for (const listener of [...changeListeners]) listener(entitlements);
  };

  platform.onTold((message) => {
    if (!isObject(message) || message.type !== newsType) return;
    if (changeListeners.size > 0) void tell();
    if (message.isPaid !== true || paidListeners.size === 0) return;
    void ask<User>("getUser").then(
      (user) => {
        for (const listener of [...paidListeners]) listener(user);
      },
      () => undefined,
    );
  });

  return {
    listen: () => {
      throw new GatehouseError("misconfigured", "listen");
    },
    signIn: () => ask("signIn"),
    signInWithCode: async () => {
      const code = await ask<Omit<CodeSignIn, "done">>("signInWithCode");
      const done = untilSignedIn();
      done.catch(() => undefined);
      return { ...code, done };
    },
    signOut: () => ask<void>("signOut").catch(() => undefined),
    getEntitlements,
    getFeature: (feature) => ask<Feature>("getFeature", feature).catch(() => unknownFeature),
    isActive: (feature) => ask<boolean>("isActive", feature).catch(() => false),
    onChange: (listener) => {
      changeListeners.add(listener);
      if (shown === null) void tell();
      return () => void changeListeners.delete(listener);
    },
    reportUsage: (feature, amount) => ask<Usage>("reportUsage", feature, amount),
    markUsed: (feature) => ask<void>("markUsed", feature).catch(() => undefined),
    openPricing: () => ask("openPricing"),
    openPortal: () => ask("openPortal"),
    getUser: () => ask("getUser"),
    onPaid: {
      addListener: (listener) => {
        paidListeners.add(listener);
        return () => void paidListeners.delete(listener);
      },
    },
  };
}

const unknownFeature: Feature = { active: false, reason: "no_lease", until: null };

/** No worker listens, or the extension was updated while this page was open: everything is locked. */
function nothingKnown(): Entitlements {
  return {
    signedIn: false,
    plan: null,
    status: null,
    features: {},
    problem: { code: "misconfigured", message: sentenceFor("misconfigured") },
    checkedAt: null,
    hardStop: null,
  };
}
