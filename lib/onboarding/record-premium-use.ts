import { AppError } from "@/lib/core/errors";
import { requireFeature } from "@/lib/entitlements/check-entitlement";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { getOnboarding } from "@/lib/onboarding/get-progress";
import type { OnboardingAnswer } from "@/lib/onboarding/schemas";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

/**
 * Notes that the account's owner used a feature of its plan for the first time; later reports change nothing, and those
 * of other members neither: the first steps are the owner's. Only what the person may use counts. Like all use it is not audited.
 * @throws AppError `unknown_feature`, `not_entitled`
 */
export async function recordPremiumUse(report: {
  accountId: string;
  userId: string;
  feature: string;
}): Promise<OnboardingAnswer> {
  const { accountId, userId } = report;
  const feature = requireFeature(report.feature);
  const { active, reason } = (await getDecision(accountId, userId)).features[feature];
  if (!active) throw new AppError("not_entitled", `This account may not use ${feature}: ${reason}.`);
  const isOwner = (await db().membership.count({ where: { accountId, userId, role: "owner" } })) > 0;
  if (isOwner) {
    await db().onboarding.createMany({ data: { accountId }, skipDuplicates: true });
    await db().onboarding.updateMany({
      where: { accountId, premiumUsedAt: null },
      data: { premiumUsedAt: systemNow(), premiumUsedFeature: feature },
    });
  }
  const { steps, isFinished } = await getOnboarding(accountId);
  return { object: "onboarding", steps, finished: isFinished };
}
