import { addMs, dayMs } from "@/lib/core/time";
import { db } from "@/lib/platform/db";
import { readMails, readRefusals } from "@/lib/platform/internal/timeline-entries";
import { mailOutbox } from "@/lib/platform/mail";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface Sweeps {
    mail: true;
  }
}

/** What platform itself brings along; `module.ts` beside it holds the type of every contract. */
export const platform = {
  name: "platform",
  sweeps: { mail: mailOutbox.sweep },
  outboxes: [mailOutbox],
  retention: [
    async (now) => (await db().rateLimit.deleteMany({ where: { expire: { lt: now.getTime() } } })).count,
    async (now) => (await db().refusal.deleteMany({ where: { lastAt: { lt: addMs(now, -30 * dayMs) } } })).count,
    async (now) => {
      const where = { state: { not: "queued" }, createdAt: { lt: addMs(now, -90 * dayMs) } } as const;
      return (await db().mailMessage.deleteMany({ where })).count;
    },
  ],
  timeline: [
    { name: "mail", kinds: ["mail"], ids: "uuid", read: readMails },
    { name: "refusal", kinds: ["refusal"], ids: "text", read: readRefusals },
  ],
  navigation: [{ area: "staff", href: "/staff/refusals", label: "nav.refusals", order: 40 }],
} as const satisfies Module;
