import { useFormatter, useLocale, useTranslations } from "next-intl";
import { DisputeText, disputeTones } from "@/components/staff/dispute-text";
import { FirstFew } from "@/components/staff/first-few";
import { Id, Instant } from "@/components/staff/instant";
import { StaffAction } from "@/components/staff/staff-action";
import { useActionWords } from "@/components/staff/use-action-words";
import { hasText } from "@/components/texts/has-text";
import { Badge, type Tone } from "@/components/ui/badge";
import { decimalsOf, formatMoney } from "@/lib/core/money";
import type { FormAction } from "@/lib/entry/action";
import type { ChargeRow } from "@/lib/success/get-customer";

type PaymentsProps = {
  account: string;
  charges: ChargeRow[];
  /** Left out for roles that may not give money back. */
  refund?: FormAction<string>;
};

/** What was taken or tried to be taken, each with what can be given back of it. */
export function CustomerPayments({ account, charges, refund }: PaymentsProps) {
  const t = useTranslations("staff.customer");
  const disputes = useTranslations("staff.dispute");
  const locale = useLocale();
  const failure = (code: string) => {
    const key = `failure.${code}` as const;
    return hasText(t, key) ? t(key) : null;
  };
  return (
    <FirstFew items={charges} earlier={(count) => t("earlierPayments", { count })}>
      {(charge) => {
        const state = stateOf(charge);
        const stage = charge.disputes[0]?.stage ?? "unknown";
        const money = (amountMinor: number) => formatMoney(amountMinor, charge.currency, locale);
        return (
          <li key={charge.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
            <div className="min-w-0 flex-1 basis-44">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="figures font-semibold">{money(charge.amountMinor)}</span>
                {state === "disputed" ? (
                  <Badge tone={disputeTones[stage]}>{disputes(`stage.${stage}`)}</Badge>
                ) : (
                  <Badge tone={tones[state]}>{t(`paymentState.${state}`)}</Badge>
                )}
              </p>
              <p className="mt-0.5 text-soft-ink">
                <Instant at={charge.attemptedAt} />
                {charge.failureCode ? <> · {failure(charge.failureCode) ?? <Id>{charge.failureCode}</Id>}</> : null}
              </p>
              {state === "partly" ? (
                <p className="text-soft-ink">{t("refundedOf", { amount: money(charge.refundedMinor) })}</p>
              ) : null}
              {state === "disputed" && charge.disputes.length === 0 ? (
                <p className="text-soft-ink">{disputes("unread")}</p>
              ) : null}
              {charge.disputes.map((dispute) => (
                <p key={dispute.stripeDisputeId} className="text-soft-ink">
                  <DisputeText dispute={dispute} />
                </p>
              ))}
              {charge.reservedMinor > 0 ? (
                <p className="text-amber-ink">
                  {t(charge.isUnsettled ? "refundUnsettled" : "refundPending", { amount: money(charge.reservedMinor) })}
                </p>
              ) : null}
            </div>
            {refund && charge.refundableMinor > 0 ? <RefundButton {...{ account, charge, refund }} /> : null}
          </li>
        );
      }}
    </FirstFew>
  );
}

function RefundButton({ account, charge, refund }: { account: string; charge: ChargeRow; refund: FormAction<string> }) {
  const t = useTranslations("staff.customerAction");
  const words = useActionWords();
  const locale = useLocale();
  const format = useFormatter();
  const { currency, refundableMinor } = charge;
  const decimals = decimalsOf(currency);
  const most = formatMoney(refundableMinor, currency, locale);
  const paid = {
    amount: formatMoney(charge.amountMinor, currency, locale),
    date: format.dateTime(charge.attemptedAt, { dateStyle: "medium" }),
  };
  return (
    <StaffAction
      id={`refund-${charge.id}`}
      action={refund}
      fields={{ account, charge: charge.stripeChargeId, currency, shown: String(charge.refundedOrReservedMinor) }}
      words={words("refund", paid)}
      amount={{
        label: t("amount", { currency: currency.toUpperCase() }),
        hint: t("amountHint", { amount: most }),
        error: t("amountError", { amount: most }),
        value: (refundableMinor / 10 ** decimals).toLocaleString(locale, {
          minimumFractionDigits: decimals,
          useGrouping: false,
        }),
      }}
      isDangerous
    />
  );
}

type PaymentState = "succeeded" | "failed" | "pending" | "refunded" | "partly";

const tones: Record<PaymentState, Tone> = {
  succeeded: "good",
  failed: "bad",
  pending: "notice",
  refunded: "warning",
  partly: "warning",
};

function stateOf(charge: ChargeRow): PaymentState | "disputed" {
  if (charge.state !== "succeeded") return charge.state;
  if (charge.isDisputed) return "disputed";
  if (charge.refundedMinor === 0) return "succeeded";
  return charge.refundedMinor >= charge.amountMinor ? "refunded" : "partly";
}
