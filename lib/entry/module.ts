import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

export const entry = {
  name: "entry",
  retention: [async (now) => (await db().idempotencyRecord.deleteMany({ where: { expiresAt: { lt: now } } })).count],
} as const satisfies Module;
