/** The first steps, in the order in which they help: choose a plan, connect the extension, use what it opens. */
export const onboardingSteps = ["plan", "connect", "use"] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

export type StepState = "done" | "skipped" | "open";

/** Since when each step is done or skipped; null where it is not. */
export type OnboardingFacts = Record<OnboardingStep, { doneAt: Date | null; skippedAt: Date | null }> & {
  dismissedAt: Date | null;
};

export type OnboardingProgress = {
  steps: Record<OnboardingStep, StepState>;
  /** How many steps are done; those that were skipped are not. */
  doneCount: number;
  /** The first step that is neither done nor skipped; null where none is left. */
  next: OnboardingStep | null;
  isFinished: boolean;
  /** True while the account page should show the checklist. */
  isListed: boolean;
};

/** How far an account has come. What is done counts as done, also when it was skipped before. */
export function decideProgress(facts: OnboardingFacts): OnboardingProgress {
  const stateOf = (step: OnboardingStep): StepState =>
    facts[step].doneAt ? "done" : facts[step].skippedAt ? "skipped" : "open";
  const next = onboardingSteps.find((step) => stateOf(step) === "open") ?? null;
  return {
    steps: { plan: stateOf("plan"), connect: stateOf("connect"), use: stateOf("use") },
    doneCount: onboardingSteps.filter((step) => stateOf(step) === "done").length,
    next,
    isFinished: next === null,
    isListed: next !== null && facts.dismissedAt === null,
  };
}
