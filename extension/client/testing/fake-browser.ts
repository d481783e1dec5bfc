import { calculateJwkThumbprint, exportJWK } from "jose";
import { createGatehouseOn } from "../src/create-gatehouse";
import type { Platform } from "../src/platform";
import type { Gatehouse, RootKey } from "../src/types";

type Change = (now: unknown, before: unknown) => void;
type Ask = (message: unknown) => Promise<unknown> | null;
type WebPage = (message: unknown, origin: string) => Promise<unknown> | null;

/** One running service worker or page. Closing it forgets everything but what lies in storage. */
type Context = {
  isOpen: boolean;
  changes: Change[];
  alarms: (() => void)[];
  asks: Ask[];
  pages: WebPage[];
  told: ((message: unknown) => void)[];
  timers: Set<{ at: number; callback: () => void }>;
};

export type Network = (url: string, init: RequestInit) => Promise<Response>;

/** A browser profile with this one extension: storage, locks, keys, a clock that can be moved, and contexts that come and go. */
export class FakeBrowser {
  now = Date.UTC(2026, 10, 22, 12);
  record: unknown;
  alarmAt: number | null = null;
  readonly tabs: string[] = [];
  signInWindow: (url: string) => Promise<string> = () => Promise.reject(new Error("The user did not approve access."));
  readonly redirectUrl = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/";
  readonly #locks = new Map<string, Promise<unknown>>();
  readonly #contexts = new Set<Context>();
  #busy = 0;
  #keyPair: CryptoKeyPair | null = null;

  constructor(
    public network: Network,
    readonly server: string,
    readonly roots: readonly RootKey[],
  ) {}

  /** Starts a page, a service worker, or a content script, which may touch nothing but messages. */
  open({ isPage = true, isContentScript = false }: { isPage?: boolean; isContentScript?: boolean } = {}): {
    gatehouse: Gatehouse;
    close: () => void;
  } {
    const context: Context = {
      isOpen: true,
      changes: [],
      alarms: [],
      asks: [],
      pages: [],
      told: [],
      timers: new Set(),
    };
    this.#contexts.add(context);
    const whole = this.#platform(context, isPage);
    const platform = isContentScript ? onlyMessages(whole) : whole;
    const gatehouse = createGatehouseOn(platform, { server: this.server, roots: this.roots });
    if (!isPage) gatehouse.listen();
    const close = () => {
      context.isOpen = false;
      this.#contexts.delete(context);
    };
    return { gatehouse, close };
  }

  /** Lets time pass; timers ring on their way, in their order. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.#contexts].flatMap(({ timers }) => [...timers].map((timer) => ({ timers, timer })));
      const [first] = due.filter(({ timer }) => timer.at <= end).sort((one, other) => one.timer.at - other.timer.at);
      if (!first) break;
      first.timers.delete(first.timer);
      this.now = Math.max(this.now, first.timer.at);
      first.timer.callback();
      await this.settle();
    }
    this.now = end;
    if (this.alarmAt !== null && this.alarmAt <= this.now) await this.ring();
  }

  async ring(): Promise<void> {
    this.alarmAt = null;
    for (const { alarms } of this.#contexts) for (const alarm of alarms) alarm();
    await this.settle();
  }

  /** A web page says something to the extension; undefined where nobody answers. */
  async hear(message: unknown, origin: string): Promise<unknown> {
    const [answer] = [...this.#contexts].flatMap(({ pages }) => pages.flatMap((page) => page(message, origin) ?? []));
    return answer;
  }

  /** Somebody edits the storage by hand. */
  edit(change: (record: Record<string, unknown>) => unknown): void {
    this.#write(change({ ...(this.record as Record<string, unknown>) }));
  }

  get held(): Record<string, unknown> {
    return (this.record ?? {}) as Record<string, unknown>;
  }

  async thumbprint(): Promise<string> {
    return calculateJwkThumbprint(await exportJWK((await this.#keys()).publicKey));
  }

  /** Until nothing runs any more: no lock is held and none is waited for. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet = this.#busy === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #keys(): Promise<CryptoKeyPair> {
    this.#keyPair ??= await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
      "sign",
      "verify",
    ]);
    return this.#keyPair;
  }

  #write(record: unknown): void {
    const before = this.record;
    this.record = structuredClone(record);
    for (const { changes } of this.#contexts) {
      for (const change of changes) queueMicrotask(() => change(structuredClone(this.record), structuredClone(before)));
    }
  }

  async #lock<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    const turn = (this.#locks.get(name) ?? Promise.resolve()).then(work);
    this.#locks.set(
      name,
      turn.catch(() => undefined),
    );
    return turn.finally(() => {
      this.#busy -= 1;
    });
  }

  #platform(context: Context, isPage: boolean): Platform {
    return {
      isPage,
      isContentScript: false,
      version: "1.2.3",
      now: () => this.now,
      random: () => 0.5,
      after: (ms, callback) => {
        const timer = { at: this.now + ms, callback };
        context.timers.add(timer);
        return () => void context.timers.delete(timer);
      },
      fetch: (url, init) => this.network(url, init),
      storage: {
        read: async () => structuredClone(this.record),
        write: async (record) => this.#write(record),
        onChange: (listener) => void context.changes.push(listener),
      },
      keepKeyPair: () => this.#keys(),
      withLock: (name, work) => this.#lock(name, work),
      setAlarm: async (at) => {
        this.alarmAt = at;
      },
      onRing: (listener) => void context.alarms.push(listener),
      redirectUrl: () => this.redirectUrl,
      openSignIn: (url) => this.signInWindow(url),
      openTab: async (url) => void this.tabs.push(url),
      ask: async (message) => {
        const others = [...this.#contexts].filter((one) => one !== context);
        const answer = await others.flatMap(({ asks }) => asks.flatMap((ask) => ask(message) ?? []))[0];
        // Browsers pass messages on as JSON.
        return answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
      },
      tell: async (message) => {
        for (const { told } of this.#contexts) for (const hear of told) hear(structuredClone(message));
      },
      onTold: (listener) => void context.told.push(listener),
      onAsk: (answer) => void context.asks.push(answer),
      onWebPage: (answer) => void context.pages.push(answer),
    };
  }
}

/** A platform on which everything but messages fails, because a page of another site must not use it. */
function onlyMessages({ isPage, version, ask, onTold }: Platform): Platform {
  const no = (): never => {
    throw new Error("A content script has used more than messages.");
  };
  return {
    isPage,
    isContentScript: true,
    version,
    ask,
    onTold,
    now: no,
    random: no,
    after: no,
    fetch: no,
    storage: { read: no, write: no, onChange: no },
    keepKeyPair: no,
    withLock: no,
    setAlarm: no,
    onRing: no,
    redirectUrl: no,
    openSignIn: no,
    openTab: no,
    tell: no,
    onAsk: no,
    onWebPage: no,
  };
}
