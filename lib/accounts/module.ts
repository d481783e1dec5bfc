import { addMs, dayMs } from "@/lib/core/time";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

export const accounts = {
  name: "accounts",
  retention: [
    async (now) => {
      const where = { createdAt: { lt: addMs(now, -90 * dayMs) }, expiresAt: { lt: now } };
      return (await db().invitation.deleteMany({ where })).count;
    },
  ],
} as const satisfies Module;
