import type { Module } from "@/lib/platform/module";

type ToIntersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer Whole) => void
  ? Whole
  : never;

/** What a list of contracts has under one key, in one record: its type names exactly the entries that some module has. */
export type Merged<Modules extends readonly Module[], Key extends keyof Module> = ToIntersection<
  Extract<Modules[number], Record<Key, unknown>>[Key]
>;

/**
 * Merges what the modules have under one key.
 * @throws Error where two of them name the same entry
 */
export function merged<
  const Modules extends readonly Module[],
  Key extends "sweeps" | "audit" | "permissions" | "scopes",
>(modules: Modules, key: Key): Merged<Modules, Key> {
  const all = modules.flatMap((module) => Object.entries(module[key] ?? {}));
  const whole = Object.fromEntries(all);
  const twice = all.find(([name], index) => all.findIndex(([other]) => other === name) !== index);
  if (twice) throw new Error(`Two modules have the entry ${twice[0]} in their ${key}.`);
  return whole as Merged<Modules, Key>;
}
