import { z } from "zod";

/** `POST /api/v1/onboarding` */
export const reportStepInput = z.strictObject({
  step: z.literal("premium_used").describe("The one step that only the extension can see."),
  feature: z.string().min(1).max(100).describe("The lookup key of the feature that was used."),
});

const state = z.enum(["done", "skipped", "open"]);

export const onboardingAnswer = z.object({
  object: z.literal("onboarding"),
  steps: z.object({ plan: state, connect: state, use: state }),
  finished: z.boolean().describe("True when no step is open any more."),
});
export type OnboardingAnswer = z.infer<typeof onboardingAnswer>;
