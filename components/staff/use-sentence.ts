import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useDisputeReason } from "@/components/staff/use-dispute-reason";
import { usePrice } from "@/components/staff/use-price";
import { hasText } from "@/components/texts/has-text";
import { formatMoney } from "@/lib/core/money";
import type { Sentence, SentenceValue } from "@/lib/platform/timeline";

/** Writes a sentence of the timeline in the reader's language; a name that has no words is said as it is. */
export function useSentence(): (sentence: Sentence) => string {
  const sentences = useTranslations("timeline");
  const names = useTranslations("catalog");
  const disputeReason = useDisputeReason();
  const format = useFormatter();
  const locale = useLocale();
  const name = (key: `${"plans" | "features"}.${string}.name`, fallback: string) =>
    hasText(names, key) ? names(key) : fallback;
  const stripeEvent = (type: string) => {
    const key = `billing.stripeEvent.${type.replaceAll(".", "_")}` as const;
    return hasText(sentences, key) ? sentences(key) : type;
  };
  const writePrice = usePrice();
  const write = (value: SentenceValue): string | number => {
    if (typeof value !== "object") return value;
    if ("money" in value) return formatMoney(value.money, value.currency, locale);
    if ("price" in value) return writePrice(value.price, value.currency);
    if ("day" in value) return format.dateTime(value.day, { dateStyle: "medium" });
    if ("stripeEvent" in value) return stripeEvent(value.stripeEvent);
    if ("disputeReason" in value) return disputeReason(value.disputeReason);
    if ("plan" in value) return name(`plans.${value.plan}.name`, value.plan);
    return name(`features.${value.feature}.name`, value.feature);
  };
  return ({ code, values }) => {
    const written = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, write(value)]));
    return sentences(code, written);
  };
}
