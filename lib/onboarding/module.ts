import { readPremiumUse } from "@/lib/onboarding/internal/timeline-entries";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface AuditActions {
    "onboarding.checklist_dismissed": "onboarding";
    "onboarding.checklist_restored": "onboarding";
    "onboarding.connect_resumed": "onboarding";
    "onboarding.connect_skipped": "onboarding";
    "onboarding.free_chosen": "onboarding";
    "onboarding.plan_resumed": "onboarding";
    "onboarding.plan_skipped": "onboarding";
    "onboarding.use_resumed": "onboarding";
    "onboarding.use_skipped": "onboarding";
  }
}

export const onboarding = {
  name: "onboarding",
  audit: {
    "onboarding.checklist_dismissed": { kind: "account", says: "onboarding.audit.onboarding.checklist_dismissed" },
    "onboarding.checklist_restored": { kind: "account", says: "onboarding.audit.onboarding.checklist_restored" },
    "onboarding.connect_resumed": { kind: "account", says: "onboarding.audit.onboarding.connect_resumed" },
    "onboarding.connect_skipped": { kind: "account", says: "onboarding.audit.onboarding.connect_skipped" },
    "onboarding.free_chosen": { kind: "account", says: "onboarding.audit.onboarding.free_chosen" },
    "onboarding.plan_resumed": { kind: "account", says: "onboarding.audit.onboarding.plan_resumed" },
    "onboarding.plan_skipped": { kind: "account", says: "onboarding.audit.onboarding.plan_skipped" },
    "onboarding.use_resumed": { kind: "account", says: "onboarding.audit.onboarding.use_resumed" },
    "onboarding.use_skipped": { kind: "account", says: "onboarding.audit.onboarding.use_skipped" },
  },
  timeline: [{ name: "premium_used", kinds: ["usage"], ids: "uuid", read: readPremiumUse }],
  navigation: [{ area: "staff", href: "/staff/onboarding", label: "nav.onboarding", order: 50 }],
} as const satisfies Module;
