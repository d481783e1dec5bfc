import type { OnboardingStep } from "@/lib/onboarding/decide-progress";

/** The first steps in the order in which they are shown. */
export const onboardingOrder = ["plan", "connect", "use"] as const satisfies readonly OnboardingStep[];
