import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useDisputeReason } from "@/components/staff/use-dispute-reason";
import { usePrice } from "@/components/staff/use-price";
import { hasText } from "@/components/texts/has-text";
import { formatMoney } from "@/lib/core/money";
import type { Sentence, SentenceValue } from "@/lib/success/timeline-entry";

/** Writes a sentence of the timeline in the reader's language; what has no words is said by its own name. */
export function useSentence(): (sentence: Sentence) => string {
  const t = useTranslations("customerTimeline");
  const names = useTranslations("catalog");
  const disputeReason = useDisputeReason();
  const format = useFormatter();
  const locale = useLocale();
  const name = (key: `${"plans" | "features"}.${string}.name`, fallback: string) =>
    hasText(names, key) ? names(key) : fallback;
  const writePrice = usePrice();
  const write = (value: SentenceValue): string | number => {
    if (typeof value !== "object") return value;
    if ("money" in value) return formatMoney(value.money, value.currency, locale);
    if ("price" in value) return writePrice(value.price, value.currency);
    if ("day" in value) return format.dateTime(value.day, { dateStyle: "medium" });
    if ("disputeReason" in value) return disputeReason(value.disputeReason);
    if ("plan" in value) return name(`plans.${value.plan}.name`, value.plan);
    return name(`features.${value.feature}.name`, value.feature);
  };
  return ({ code, values }) => {
    const written = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, write(value)]));
    if (code === "event") {
      const type = String(written.type);
      const key = `event.${type.replaceAll(".", "_")}` as const;
      return t("eventSays", { what: hasText(t, key) ? t(key) : type });
    }
    const key = `sentence.${code}` as const;
    return hasText(t, key) ? t(key, written) : t("sentence.other", { action: written.action ?? code });
  };
}
