import { getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import type { StripeProblem } from "@/lib/billing/stripe-problem";

/** What keeps this deployment from selling, on every page of staff for as long as it does. */
export async function StripeNotice({ problem }: { problem: StripeProblem | null }) {
  if (!problem) return null;
  const t = await getTranslations("staff.stripeProblem");
  return (
    <Alert tone={problem === "unreachable" ? "warning" : "bad"} title={t(`${problem}.title`)} className="mb-6">
      {t(`${problem}.text`)}
    </Alert>
  );
}
