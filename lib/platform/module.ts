/*
 * What a module of lib tells the house about itself. Each module exports one such contract from its `module.ts`;
 * lib/runtime/modules.ts is the one list of them. What reads the list (worker, housekeeping, timeline, navigation, …) finds
 * a new module there and needs no edit of its own.
 */

/**
 * The background work there is; each module adds its own names by declaration merging. A sweep finds its own rows, by their
 * state and lease, and is safe to run twice at once.
 */
export interface Sweeps {
  /** Deletes what has outlived its retention, in all modules. */
  housekeeping: true;
}
export type SweepName = keyof Sweeps;

/** Runs the background work that is due now; resolves to how much it found to do. */
export type Sweep = () => Promise<number>;

/** Deletes rows that have outlived their retention, as the schema states it; resolves to how many. `now` is the system's time. */
export type RetentionRule = (now: Date) => Promise<number>;

export type Module = {
  /** The module's folder in lib. */
  name: string;
  sweeps?: Partial<Record<SweepName, Sweep>>;
  retention?: readonly RetentionRule[];
};
