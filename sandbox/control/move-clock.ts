import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sandbox } from "../core/sandbox";
import type { Deliverer } from "../delivery/deliverer";

/** The application that shares this sandbox's business time. */
export type App = { url: string; controlSecret: string };

/** Where a move began and where it leads, in milliseconds of business time. */
export type Way = { fromMs: number; toMs: number };

export type MoveOutcome = { now: string; steps: number; undelivered: number };

/** The application could not follow. The clock stays at the instant it had come to; moving again goes on from there. */
export class MoveStopped extends Error {}

const deliveryBoundMs = 10_000;
const appTimeoutMs = 60_000;

/**
 * Moves business time from one due instant to the next: stand still there, settle what is due, deliver every webhook,
 * let the application take over the instant and do its own due work, and only then go on. One move at a time.
 */
export class ClockMover {
  readonly #sandbox: Sandbox;
  readonly #deliverer: Deliverer;
  readonly #app: App | null;
  #last: Promise<unknown> = Promise.resolve();
  #way: Way | null = null;
  #problem: string | null = null;

  constructor(sandbox: Sandbox, deliverer: Deliverer, app: App | null) {
    this.#sandbox = sandbox;
    this.#deliverer = deliverer;
    this.#app = app;
  }

  /** `target` is asked for when this move's turn has come: it may depend on the time it finds. Milliseconds. */
  moveTo(target: (nowMs: number) => number): Promise<MoveOutcome> {
    return this.#inTurn(() => this.#move(target(this.#sandbox.clock.nowMs())));
  }

  /** The move that is under way, and why the last one stopped, if it did. */
  progress(): { way: Way | null; problem: string | null } {
    return { way: this.#way, problem: this.#problem };
  }

  /** Lets the clock stand still, or run on from where it stands. */
  setFrozen(frozen: boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (frozen) this.#sandbox.clock.freeze();
      else this.#sandbox.clock.thaw();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #move(targetMs: number): Promise<MoveOutcome> {
    const { clock } = this.#sandbox;
    const staysFrozen = clock.isFrozen();
    clock.beginMove();
    this.#way = { fromMs: clock.nowMs(), toMs: targetMs };
    this.#problem = null;
    let steps = 0;
    try {
      this.#sandbox.settleDue();
      let undelivered = await this.#deliverer.settled(deliveryBoundMs);
      // Told once at the start, because only the application knows what falls due on its side.
      let appDueMs = await this.#tellApp();
      while (clock.nowMs() < targetMs) {
        const dueMs = [secondsToMs(this.#sandbox.nextDueAt()), appDueMs].filter((at) => at > clock.nowMs());
        clock.stepTo(Math.min(targetMs, ...dueMs));
        this.#sandbox.settleDue();
        undelivered += await this.#deliverer.settled(deliveryBoundMs);
        appDueMs = await this.#tellApp();
        steps += 1;
        // A long move must leave others their turn.
        await nextTurn();
      }
      return { now: new Date(clock.nowMs()).toISOString(), steps, undelivered };
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : "The move stopped.";
      throw error;
    } finally {
      this.#way = null;
      clock.finishMove(staysFrozen);
    }
  }

  /** Returns when the application falls due next, in milliseconds; infinity for never or without an application. */
  async #tellApp(): Promise<number> {
    if (!this.#app) return Number.POSITIVE_INFINITY;
    const now = new Date(this.#sandbox.clock.nowMs()).toISOString();
    const response = await this.#post(this.#app, now);
    const text = await response.text();
    if (!response.ok)
      throw new MoveStopped(`The application answered ${response.status} at ${now}: ${text.slice(0, 300)}`);
    return readNextDue(text);
  }

  async #post(app: App, now: string): Promise<Response> {
    try {
      return await fetch(new URL("/api/demo/clock", app.url), {
        method: "POST",
        headers: { authorization: `Bearer ${app.controlSecret}`, "content-type": "application/json" },
        body: JSON.stringify({ now }),
        signal: AbortSignal.timeout(appTimeoutMs),
      });
    } catch (error) {
      throw new MoveStopped(
        `The application could not be reached at ${now}: ${error instanceof Error ? error.message : ""}`,
      );
    }
  }
}

function readNextDue(text: string): number {
  try {
    const { nextDueAt }: { nextDueAt?: unknown } = JSON.parse(text);
    const at = typeof nextDueAt === "string" ? Date.parse(nextDueAt) : Number.NaN;
    return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
  } catch {
    throw new MoveStopped("The application's answer about its clock is not JSON");
  }
}

function secondsToMs(seconds: number | null): number {
  return seconds === null ? Number.POSITIVE_INFINITY : seconds * 1_000;
}
