"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { ActionResult } from "@/lib/entry/action";

/** What became of an action that was refused, in the reader's words; nothing where it was not. */
export function ActionError({ result, className }: { result: ActionResult<unknown> | null; className?: string }) {
  const t = useTranslations("errors.codes");
  if (result?.status !== "error") return null;
  return (
    <Alert tone="bad" live className={className}>
      {t.has(result.code) ? t(result.code) : t("internal")}
    </Alert>
  );
}
