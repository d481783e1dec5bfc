import { Prisma } from "@/generated/prisma/client";
import { AppError } from "@/lib/core/errors";
import { decideProgress, type OnboardingProgress } from "@/lib/onboarding/decide-progress";
import { type StepsRow, stepsOfAccounts, toFacts } from "@/lib/onboarding/internal/steps-of-accounts";
import { db } from "@/lib/platform/db";

/** How far an account has come with its first steps, from what is true now. @throws AppError `not_found` */
export async function getOnboarding(accountId: string): Promise<OnboardingProgress> {
  const [row] = await db().$queryRaw<StepsRow[]>(stepsOfAccounts(Prisma.sql`a.id = ${accountId}::uuid`));
  if (!row) throw new AppError("not_found", "There is no such account.");
  return decideProgress(toFacts(row));
}
