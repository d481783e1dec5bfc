import { addMs, dayMs } from "@/lib/core/time";
import { readLeases } from "@/lib/entitlements/internal/lease/timeline-entries";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface AuditActions {
    "grant.given": "entitlements";
    "grant.revoked": "entitlements";
    "lease_keys.published": "entitlements";
  }
  interface StaffPermissions {
    /** Give a plan for a while, and take it back. */
    "customer.grant": "entitlements";
  }
  interface ApiScopes {
    "entitlements:read": "entitlements";
    "usage:write": "entitlements";
  }
}

/** Thirteen months: a year's usage stays comparable with the year before. */
const usageKeptMs = 396 * dayMs;

export const entitlements = {
  name: "entitlements",
  retention: [
    async (now) => (await db().usageEntry.deleteMany({ where: { createdAt: { lt: addMs(now, -usageKeptMs) } } })).count,
  ],
  audit: {
    "grant.given": { kind: "subscription", says: "entitlements.audit.grant.given" },
    "grant.revoked": { kind: "subscription", says: "entitlements.audit.grant.revoked" },
    "lease_keys.published": { kind: "service", says: "entitlements.audit.lease_keys.published" },
  },
  timeline: [{ name: "lease", kinds: ["device"], ids: "uuid", read: readLeases }],
  permissions: { "customer.grant": ["support", "finance", "operator", "admin"] },
  scopes: {
    "entitlements:read": "Read what this account may use.",
    "usage:write": "Report the use of metered features.",
  },
  navigation: [{ area: "account", href: "/account/usage", label: "portal.nav.usage", order: 30 }],
} as const satisfies Module;
