import { useFormatter, useLocale, useTranslations } from "next-intl";
import { SeatsField } from "@/components/pricing/seats-field";
import { cn } from "@/components/ui/class-names";
import { controlClasses } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { plans } from "@/lib/catalog/plans";
import type { Price } from "@/lib/catalog/prices";

type BuyFormProps = {
  price: Price;
  /** When the first payment would follow; null where it is taken at once. */
  firstChargeAt: Date | null;
  isRecommended: boolean;
};

/** Leads to the checkout. A plain form, so that it works without scripts; the server answers with the way to Stripe. */
export function BuyForm({ price, firstChargeAt, isRecommended }: BuyFormProps) {
  const t = useTranslations("pricing");
  const format = useFormatter();
  const locale = useLocale();
  const { seats, trialDays } = plans[price.plan];
  const id = `seats-${price.key}`;
  const button = (
    <SubmitButton variant={isRecommended ? "primary" : "outline"} className={seats.max > 1 ? "flex-1" : "w-full"}>
      {firstChargeAt ? t("buyTrial", { days: trialDays }) : t("buyNow")}
    </SubmitButton>
  );
  return (
    <form method="post" action="/checkout">
      <input type="hidden" name="price" value={price.key} />
      <input type="hidden" name="locale" value={locale} />
      {seats.max > 1 ? (
        <SeatsField
          id={id}
          seats={seats}
          price={price}
          locale={locale}
          look={cn(controlClasses, "figures w-20 shrink-0 text-center")}
          texts={{
            label: t("buySeats"),
            total: t("inAll"),
            per: price.interval === "month" ? t("perMonth") : t("perYear"),
          }}
        >
          {button}
        </SeatsField>
      ) : (
        button
      )}
      <p id={`${id}-hint`} className={cn("text-sm text-soft-ink", seats.max > 1 ? "mt-1" : "mt-3")}>
        {seats.max > 1 ? `${t("seatNote", { min: seats.min })} ` : null}
        {firstChargeAt
          ? t("afterTrial", { date: format.dateTime(firstChargeAt, { dateStyle: "long" }) })
          : t("chargedNow")}
      </p>
    </form>
  );
}
