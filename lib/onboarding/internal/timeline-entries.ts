import { clocksDiffer } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { isBehind, type SourceReader } from "@/lib/platform/timeline";

/** The first time that something of the plan was used, as the extension reported it. */
export const readPremiumUse: SourceReader = async ({ accountId }, bound) => {
  const steps = await db().onboarding.findUnique({ where: { accountId } });
  if (!steps?.premiumUsedAt) return [];
  const { premiumUsedAt: at, premiumUsedFeature } = steps;
  const { accountId: id, ...raw } = steps;
  const entry = {
    source: "premium_used",
    id,
    at,
    systemAt: at,
    isMachineTime: clocksDiffer(),
    kind: "usage",
    sentence: { code: "onboarding.premium_used", values: { feature: { feature: premiumUsedFeature ?? "" } } },
    doer: { kind: "device", name: null },
    tone: "good",
    reason: null,
    raw,
    href: null,
  } as const;
  return isBehind(entry, bound) ? [entry] : [];
};
