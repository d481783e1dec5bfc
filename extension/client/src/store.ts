import type { Platform } from "./platform";
import { readState, type State } from "./state";

/** The record that all contexts share. */
export interface Store {
  /** What is known, from memory where this context has read it before. */
  read(): Promise<State>;
  /** What lies in storage now: for whoever holds a lock and must see what the one before wrote. */
  readAgain(): Promise<State>;
  /** Changes the record as it is now, one context at a time. A change that is null writes nothing. */
  update(change: (state: State) => Partial<State> | null): Promise<State>;
  /** Calls back after each change, of whichever context. */
  onChange(listener: (now: State, before: State) => void): void;
}

export function createStore(platform: Platform): Store {
  let held: State | null = null;
  const read = (stored: unknown) => readState(stored, platform.now());
  const readAgain = async () => {
    held = read(await platform.storage.read());
    return held;
  };
  const listeners: ((now: State, before: State) => void)[] = [];
  platform.storage.onChange((now, before) => {
    held = read(now);
    for (const listener of listeners) listener(held, read(before));
  });
  return {
    read: async () => held ?? readAgain(),
    readAgain,
    update: (change) =>
      platform.withLock("state", async () => {
        const state = await readAgain();
        const changes = change(state);
        if (!changes) return state;
        held = { ...state, ...changes };
        await platform.storage.write(held);
        return held;
      }),
    onChange: (listener) => void listeners.push(listener),
  };
}
