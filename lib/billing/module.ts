import { sweepInbox } from "@/lib/billing/inbox";
import { sweepMoney } from "@/lib/billing/internal/money/money-calls";
import { sweepOverdue } from "@/lib/billing/internal/sync/sweep-overdue";
import { addMs, dayMs } from "@/lib/core/time";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface Sweeps {
    inbox: true;
    money: true;
    overdue: true;
  }
}

const keptMs = 90 * dayMs;

export const billing = {
  name: "billing",
  sweeps: { inbox: sweepInbox, money: sweepMoney, overdue: sweepOverdue },
  retention: [
    async (now) => {
      const where = { state: "finished", finishedAt: { lt: addMs(now, -keptMs) } } as const;
      return (await db().importRun.deleteMany({ where })).count;
    },
    async (now) => {
      const receivedAt = { lt: addMs(now, -keptMs) };
      return (await db().webhookEvent.deleteMany({ where: { state: { in: ["handled", "ignored"] }, receivedAt } }))
        .count;
    },
    async (now) => {
      const createdAt = { lt: addMs(now, -keptMs) };
      const where = { state: { notIn: ["creating" as const, "open" as const] }, createdAt };
      return (await db().checkoutSession.deleteMany({ where })).count;
    },
  ],
} as const satisfies Module;
