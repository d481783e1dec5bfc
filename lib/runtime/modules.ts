import { accounts } from "@/lib/accounts/module";
import { analytics } from "@/lib/analytics/module";
import { auditModule } from "@/lib/audit/module";
import { billing } from "@/lib/billing/module";
import { entitlements } from "@/lib/entitlements/module";
import { entry } from "@/lib/entry/module";
import { signWith } from "@/lib/identity/keys";
import { identity } from "@/lib/identity/module";
import { onboarding } from "@/lib/onboarding/module";
import { platform } from "@/lib/platform/contract";
import type { Module } from "@/lib/platform/module";
import { success } from "@/lib/success/module";

/**
 * Every module, once. A new one is added here and nowhere else: what it brings along is read from its contract. The order is
 * that in which entries of one instant stand on a customer's timeline.
 */
export const modules = [
  auditModule((hash) => signWith("audit", hash)),
  accounts,
  billing,
  identity,
  entitlements,
  onboarding,
  analytics,
  success,
  entry,
  platform,
] as const satisfies readonly Module[];
