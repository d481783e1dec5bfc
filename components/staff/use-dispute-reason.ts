import { useTranslations } from "next-intl";
import { hasText } from "@/components/texts/has-text";

/** Writes Stripe's code of why a payment is disputed in the reader's language; one without words is said as it is. */
export function useDisputeReason(): (code: string) => string {
  const t = useTranslations("staff.dispute.reason");
  return (code) => (hasText(t, code) ? t(code) : code);
}
