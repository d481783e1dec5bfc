import type { Stop } from "./types";

/**
 * Everything that the client needs of the browser, and nothing else: `chrome-platform.ts` is the real one, tests bring
 * their own. Time is milliseconds since 1970, as the browser tells it.
 */
export interface Platform {
  /** True where a person may be looking on: a popup, an options page. False in a service worker. */
  readonly isPage: boolean;
  /** True in a page of another site, where only `ask` and `onTold` may be used. */
  readonly isContentScript: boolean;
  /** The extension's own version. */
  readonly version: string;
  now(): number;
  /** From 0 up to 1, for jitter. */
  random(): number;
  /** Calls back once, later, unless stopped. Not to be relied on in a service worker: that is what the alarm is for. */
  after(ms: number, callback: () => void): Stop;
  fetch(url: string, init: RequestInit): Promise<Response>;
  readonly storage: {
    /** What lies in storage, whoever put it there; undefined for nothing. */
    read(): Promise<unknown>;
    write(record: unknown): Promise<void>;
    /** Calls back after each write of any context, this one too. */
    onChange(listener: (now: unknown, before: unknown) => void): void;
  };
  /** The device's key pair: the one that is held, or this one, which is held from now on. */
  keepKeyPair(make: () => Promise<CryptoKeyPair>): Promise<CryptoKeyPair>;
  /** Runs the work while no other context of this extension holds a lock of this name. */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** The one alarm; a new time takes the place of the old one. */
  setAlarm(at: number): Promise<void>;
  onRing(listener: () => void): void;
  /** Where a sign-in comes back to; null in a browser without sign-in windows. */
  redirectUrl(): string | null;
  /** Shows the address in a sign-in window and gives the address that it ended at; rejects when the window is closed. */
  openSignIn(url: string): Promise<string>;
  openTab(url: string): Promise<void>;
  /** Asks the service worker; undefined where none listens. */
  ask(message: { type: string }): Promise<unknown>;
  /** Sends to the content scripts of this extension in all tabs. For the service worker. */
  tell(message: { type: string }): Promise<void>;
  onTold(listener: (message: unknown) => void): void;
  /** Answers what other contexts of this extension ask. Returning null leaves the message to others. */
  onAsk(answer: (message: unknown) => Promise<unknown> | null): void;
  /** Answers what web pages say, with the origin that the browser vouches for. */
  onWebPage(answer: (message: unknown, origin: string) => Promise<unknown> | null): void;
}
