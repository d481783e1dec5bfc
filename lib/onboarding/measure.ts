import { Prisma } from "@/generated/prisma/client";
import { type OnboardingStep, onboardingSteps } from "@/lib/onboarding/decide-progress";
import { stepsOfAccounts } from "@/lib/onboarding/internal/steps-of-accounts";
import { db } from "@/lib/platform/db";

export type StepMeasure = {
  step: OnboardingStep;
  done: number;
  /** Skipped, and not done since. */
  skipped: number;
  /** Half of those who did this step after the one before took no longer than this; null where nobody did. */
  medianMs: number | null;
};

export type OnboardingMeasure = {
  /** Accounts that began within the window; staff's own, and imported ones that nobody has claimed, are not among them. */
  accounts: number;
  /** Of those, the ones that did all steps. */
  finished: number;
  steps: StepMeasure[];
};

type Counts = { accounts: number; finished: number } & {
  [Step in OnboardingStep as `${Step}Done` | `${Step}Skipped`]: number;
} & { [Step in OnboardingStep as `${Step}MedianMs`]: number | null };

/**
 * What became of the accounts that were made within a window (`since` inclusive, `until` exclusive, system time): how
 * many took each step by now, and the median time from the step before; for the first step, from the account's start.
 * Someone who took two steps in the other order has no time between them and is left out of that median.
 */
export async function measureOnboarding(window: { since: Date; until: Date }): Promise<OnboardingMeasure> {
  const begun = stepsOfAccounts(Prisma.sql`
    a."createdAt" >= ${window.since} and a."createdAt" < ${window.until} and a."claimEmail" is null
    and not exists (
      select from membership m join "user" p on p.id = m."userId"
      where m."accountId" = a.id and m.role = 'owner' and p."staffRole" is not null)`);
  const [counts] = await db().$queryRaw<Counts[]>`
    with begun as (${begun})
    select count(*)::int as accounts,
      count(*) filter (where "planAt" is not null and "connectAt" is not null and "useAt" is not null)::int as finished,
      count("planAt")::int as "planDone",
      count("connectAt")::int as "connectDone",
      count("useAt")::int as "useDone",
      count("planSkippedAt") filter (where "planAt" is null)::int as "planSkipped",
      count("connectSkippedAt") filter (where "connectAt" is null)::int as "connectSkipped",
      count("useSkippedAt") filter (where "useAt" is null)::int as "useSkipped",
      ${medianMs("signedUpAt", "planAt")} as "planMedianMs",
      ${medianMs("planAt", "connectAt")} as "connectMedianMs",
      ${medianMs("connectAt", "useAt")} as "useMedianMs"
    from begun`;
  if (!counts) throw new Error("Counting gave no row.");
  const steps = onboardingSteps.map((step) => ({
    step,
    done: counts[`${step}Done`],
    skipped: counts[`${step}Skipped`],
    medianMs: counts[`${step}MedianMs`],
  }));
  return { accounts: counts.accounts, finished: counts.finished, steps };
}

/** The median of the milliseconds between two columns, of the rows where the second did not come first. */
function medianMs(from: "signedUpAt" | "planAt" | "connectAt", to: "planAt" | "connectAt" | "useAt"): Prisma.Sql {
  const [start, end] = [Prisma.raw(`"${from}"`), Prisma.raw(`"${to}"`)];
  return Prisma.sql`percentile_cont(0.5) within group (order by extract(epoch from ${end} - ${start}) * 1000)
    filter (where ${end} >= ${start})`;
}
