import { bearer } from "@/lib/entry/access";
import { route } from "@/lib/entry/route";
import { recordPremiumUse } from "@/lib/onboarding/record-premium-use";
import { onboardingAnswer, reportStepInput } from "@/lib/onboarding/schemas";

export const POST = route({
  method: "POST",
  path: "/api/v1/onboarding",
  summary: "Says that a feature of the plan was used for the first time; the first steps on the site show it.",
  allow: bearer("usage:write"),
  mutates: true,
  input: reportStepInput,
  output: onboardingAnswer,
  run: ({ actor: { accountId, userId }, input: { feature } }) => recordPremiumUse({ accountId, userId, feature }),
});
