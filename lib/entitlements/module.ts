import { addMs, dayMs } from "@/lib/core/time";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

/** Thirteen months: a year's usage stays comparable with the year before. */
const usageKeptMs = 396 * dayMs;

export const entitlements = {
  name: "entitlements",
  retention: [
    async (now) => (await db().usageEntry.deleteMany({ where: { createdAt: { lt: addMs(now, -usageKeptMs) } } })).count,
  ],
} as const satisfies Module;
