"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { customerAction } from "@/lib/entry/action";
import { chooseFree, dismissChecklist, restoreChecklist, resumeStep, skipStep } from "@/lib/onboarding/choices";
import { onboardingSteps } from "@/lib/onboarding/decide-progress";

const nothing = z.object({});
const oneStep = z.object({ step: z.enum(onboardingSteps) });

/** Stays on the free plan, knowingly. */
export const stayOnFree = customerAction(nothing, async ({ actor, account }) => {
  await chooseFree({ actor, accountId: account.id });
  revalidatePath("/account", "layout");
});

/** Leaves a step out for now. */
export const skip = customerAction(oneStep, async ({ actor, account }, { step }) => {
  await skipStep({ actor, accountId: account.id, step });
  revalidatePath("/account", "layout");
});

/** Takes up a step that was left out. */
export const resume = customerAction(oneStep, async ({ actor, account }, { step }) => {
  await resumeStep({ actor, accountId: account.id, step });
  revalidatePath("/account", "layout");
});

/** Takes the checklist off the account page. */
export const dismiss = customerAction(nothing, async ({ actor, account }) => {
  await dismissChecklist({ actor, accountId: account.id });
  revalidatePath("/account", "layout");
});

/** Puts the checklist back on the account page. */
export const restore = customerAction(nothing, async ({ actor, account }) => {
  await restoreChecklist({ actor, accountId: account.id });
  revalidatePath("/account", "layout");
});
