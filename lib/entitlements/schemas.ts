import { z } from "zod";
import { type FeatureKey, featureKeys } from "@/lib/catalog/features";
import { planKeys } from "@/lib/catalog/plans";
import { accountStatuses, reasons } from "@/lib/entitlements/reasons";

const reason = z.enum(reasons);
const instant = z.iso.datetime().nullable();
const feature = z.string().min(1).max(100);

const entitlement = z.object({
  active: z.boolean(),
  reason,
  until: instant.describe("When this answer changes by itself; null where nothing is planned."),
  limit: z.int().optional().describe("Of a metered feature, in its own unit."),
  used: z.int().optional(),
});

/** `GET /api/v1/entitlements` */
export const entitlementsAnswer = z.object({
  object: z.literal("entitlements"),
  account: z.string(),
  plan: z.enum(planKeys),
  status: z.enum(accountStatuses),
  features: z.object(
    Object.fromEntries(featureKeys.map((key) => [key, entitlement])) as Record<FeatureKey, typeof entitlement>,
  ),
  lease: z
    .object({
      token: z.string().describe("The lease: a JWS (ES256, typ lease+jwt) of what this device may do, and until when."),
      keys: z.string().describe("The keys that leases are signed with: a JWS (typ lease-keys+jwt), signed by a root."),
    })
    .nullable()
    .describe("Null for a device that connected without a device_key."),
  renewAfter: z.iso.datetime().describe("Ask again by then at the latest."),
});
export type EntitlementsAnswer = z.infer<typeof entitlementsAnswer>;

export const entitlementsQuery = z.strictObject({
  fresh: z.enum(["0", "1"]).optional().describe("1: sign a new lease, whose times prove what time it is."),
});

/** `POST /api/v1/entitlements/check` */
export const checkEntitlementInput = z.strictObject({
  feature,
  amount: z.int().positive().max(1_000_000_000).optional().describe("Of a metered feature: would this much still fit?"),
});
export type CheckEntitlementInput = z.infer<typeof checkEntitlementInput>;

export const checkEntitlementQuery = z.strictObject({ explain: z.enum(["0", "1"]).optional() });

const traceStep = z.object({
  source: z.enum(["subscription", "grant"]),
  id: z.string(),
  state: z.string(),
  plan: z.enum(planKeys).nullable(),
  reason,
  until: instant,
  changes_at: instant,
});

export const entitlementDecision = z.object({
  allowed: z.boolean(),
  reason,
  until: instant,
  trace: z
    .object({
      now: z.iso.datetime(),
      plan: z.enum(planKeys),
      seats: z.int().describe("How many people the account's plan is for."),
      has_seat: z.boolean().describe("Whether whoever asks is among them: its owner, then whoever joined first."),
      steps: z.array(traceStep),
      changes_at: instant,
    })
    .optional()
    .describe("With ?explain=1: each subscription and grant, the rule it met, and what changes next."),
});
export type EntitlementDecision = z.infer<typeof entitlementDecision>;

/** `POST /api/v1/usage` */
export const recordUsageInput = z.strictObject({
  feature,
  amount: z
    .int()
    .min(-1_000_000_000)
    .max(1_000_000_000)
    .refine((amount) => amount !== 0, "must not be 0")
    .describe("In the feature's own unit; negative where something is released."),
});
export type RecordUsageInput = z.infer<typeof recordUsageInput>;

export const usageAnswer = z.object({
  object: z.literal("usage"),
  feature: z.string(),
  used: z.int(),
  limit: z.int(),
  remaining: z.int(),
});
export type UsageAnswer = z.infer<typeof usageAnswer>;
