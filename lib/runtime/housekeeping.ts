import { systemNow } from "@/lib/platform/clock";
import type { Module } from "@/lib/platform/module";
import { modules } from "@/lib/runtime/modules";

/** Deletes what has outlived its retention in any module, and does the modules' other upkeep. Returns how much there was. */
export async function sweepHousekeeping(): Promise<number> {
  const now = systemNow();
  const rules = modules.flatMap(({ retention = [] }: Module) => retention);
  const counts = await Promise.all(rules.map((rule) => rule(now)));
  return counts.reduce((total, count) => total + count, 0);
}
