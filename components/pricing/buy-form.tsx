import { useFormatter, useTranslations } from "next-intl";
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
  const { seats, trialDays } = plans[price.plan];
  const id = `seats-${price.key}`;
  return (
    <form method="post" action="/checkout">
      <input type="hidden" name="price" value={price.key} />
      <div className="flex gap-3">
        {seats.max > 1 ? (
          <>
            <label htmlFor={id} className="sr-only">
              {t("buySeats")}
            </label>
            <input
              id={id}
              type="number"
              name="quantity"
              inputMode="numeric"
              required
              min={seats.min}
              max={seats.max}
              defaultValue={seats.min}
              aria-describedby={`${id}-hint`}
              className={cn(controlClasses, "figures w-20 text-center")}
            />
          </>
        ) : null}
        <SubmitButton variant={isRecommended ? "primary" : "outline"} className="flex-1">
          {firstChargeAt ? t("buyTrial", { days: trialDays }) : t("buyNow")}
        </SubmitButton>
      </div>
      <p id={`${id}-hint`} className="mt-3 text-sm text-soft-ink">
        {seats.max > 1 ? `${t("seatNote", { min: seats.min })} ` : null}
        {firstChargeAt
          ? t("afterTrial", { date: format.dateTime(firstChargeAt, { dateStyle: "long" }) })
          : t("chargedNow")}
      </p>
    </form>
  );
}
