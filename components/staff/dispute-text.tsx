import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useDisputeReason } from "@/components/staff/use-dispute-reason";
import { formatMoney } from "@/lib/core/money";
import type { DisputeRow } from "@/lib/success/get-customer";

/** The colour of each stage, for badges and alerts. */
export const disputeTones = {
  answer: "warning",
  review: "warning",
  won: "good",
  lost: "bad",
  closed: "notice",
  unknown: "warning",
} as const satisfies Record<DisputeRow["stage"], string>;

/** Why a payment is disputed, and what is to be done about it or how it ended. */
export function DisputeText({ dispute }: { dispute: DisputeRow }) {
  const t = useTranslations("staff.dispute");
  const reason = useDisputeReason();
  const format = useFormatter();
  const locale = useLocale();
  const { stage, amountMinor, currency, evidenceDueAt, isWithdrawn } = dispute;
  const text = t(`text.${stage}`, {
    amount: formatMoney(amountMinor, currency, locale),
    reason: reason(dispute.reason),
    due: evidenceDueAt ? format.dateTime(evidenceDueAt, { dateStyle: "long" }) : "none",
  });
  const isUndecided = stage === "answer" || stage === "review";
  return isUndecided && isWithdrawn ? `${text} ${t("withdrawn")}` : text;
}
