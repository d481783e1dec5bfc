"use client";

import { useTranslations } from "next-intl";
import { hasText } from "@/components/texts/has-text";
import type { FormAnswer } from "@/components/ui/use-done-action";

/** Why a form was refused, or that no answer to it came, in the reader's words; null where neither is so. */
export function useProblem(result: FormAnswer<unknown> | null): string | null {
  const refusals = useTranslations("errors.codes");
  const common = useTranslations("common");
  if (result?.status === "lost") return common("lost");
  if (result?.status !== "error") return null;
  return hasText(refusals, result.code) ? refusals(result.code) : refusals("internal");
}
