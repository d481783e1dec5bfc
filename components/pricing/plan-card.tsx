import { Check } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { BuyForm } from "@/components/pricing/buy-form";
import type { PriceChoice } from "@/components/pricing/price-choice";
import { useStorageText } from "@/components/storage-text";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import type { Offer } from "@/lib/billing/offer";
import { featureLimit, type PlanKey, plans } from "@/lib/catalog/plans";
import { type Price, priceFor, yearlySaving } from "@/lib/catalog/prices";
import { formatMoney } from "@/lib/core/money";

/** One plan: what it costs, what it holds, and the button. The recommended one stands under the arch. */
export function PlanCard({
  plan,
  choice,
  firstChargeAt,
  held,
  isRecommended = false,
}: {
  plan: PlanKey;
  choice: PriceChoice;
  /** When the first payment would follow; null where it is taken at once. */
  firstChargeAt: Date | null;
  /** What the visitor's account pays for; null where it pays for nothing. */
  held: Offer["held"];
  isRecommended?: boolean;
}) {
  const t = useTranslations("pricing");
  const catalog = useTranslations("catalog.plans");
  const price = priceFor(plan, choice.interval, choice.currency);
  // The interval is part of the price: the same plan by the year is another price.
  const isHeld = plan === held?.plan && (!price || (held.interval ?? choice.interval) === choice.interval);
  return (
    <article
      aria-labelledby={`plan-${plan}`}
      className={cn(
        "relative flex flex-col rounded-card border bg-card p-7",
        isRecommended ? "border-primary shadow-pop ring-1 ring-primary" : "border-line shadow-card",
      )}
    >
      {isRecommended ? (
        <p className="absolute -top-3.5 left-6 rounded-full bg-primary px-3.5 py-1 text-xs font-semibold text-on-primary">
          {t("recommended")}
        </p>
      ) : null}
      <h2 id={`plan-${plan}`} className="text-2xl">
        {catalog(`${plan}.name`)}
      </h2>
      <p className="mt-1 text-soft-ink lg:min-h-[3.25rem]">{catalog(`${plan}.tagline`)}</p>
      <PriceLine plan={plan} price={price} choice={choice} />
      <div className="mt-6">
        {!price || isHeld ? (
          <p className="grid min-h-11 place-items-center rounded-control bg-sunken px-4 text-center text-[0.9375rem] font-semibold text-soft-ink">
            {isHeld ? t("held") : held ? t("freeAfter") : t("haveFree")}
          </p>
        ) : held ? (
          <SwitchLink price={price} held={held} isRecommended={isRecommended} />
        ) : (
          <BuyForm price={price} firstChargeAt={firstChargeAt} isRecommended={isRecommended} />
        )}
      </div>
      <PlanContents plan={plan} />
    </article>
  );
}

type SwitchLinkProps = { price: Price; held: NonNullable<Offer["held"]>; isRecommended: boolean };

/** For a customer who pays for another price: they switch instead of paying for two, and see the cost before they do. */
function SwitchLink({ price, held, isRecommended }: SwitchLinkProps) {
  const { plan, interval } = price;
  const wanted = priceFor(plan, interval, held.currency ?? price.currency) ?? price;
  const t = useTranslations("pricing");
  const catalog = useTranslations("catalog.plans");
  return (
    <>
      <Link
        href={`/account/subscription?switch=${wanted.key}`}
        className={cn(buttonVariants({ variant: isRecommended ? "primary" : "outline" }), "w-full")}
      >
        {plan === held.plan ? t(`switchInterval.${interval}`) : t("switchTo", { plan: catalog(`${plan}.name`) })}
      </Link>
      <p className="mt-3 text-sm text-soft-ink">{t("switchHint")}</p>
    </>
  );
}

function PriceLine({ plan, price, choice }: { plan: PlanKey; price: Price | null; choice: PriceChoice }) {
  const t = useTranslations("pricing");
  const locale = useLocale();
  const money = (amountMinor: number) => formatMoney(amountMinor, choice.currency, locale, { dropZeroDecimals: true });
  const isPerSeat = plans[plan].seats.max > 1;
  const per = isPerSeat
    ? { month: t("perSeatMonth"), year: t("perSeatYear") }[choice.interval]
    : { month: t("perMonth"), year: t("perYear") }[choice.interval];
  const saving = yearlySaving(plan, choice.currency);
  const yearly = priceFor(plan, "year", choice.currency);
  const hint = !price
    ? t("freeNote")
    : choice.interval === "year"
      ? t("yearlyEquals", { amount: formatMoney(Math.round(price.amountMinor / 12), choice.currency, locale) })
      : t("yearlySwitch", {
          amount: money(yearly?.amountMinor ?? 0),
          saving: money(saving?.amountMinor ?? 0),
        });
  return (
    <>
      <p className="mt-6 flex flex-wrap items-baseline gap-x-2.5">
        <span className="figures font-display text-[2.75rem] font-[650] leading-none tracking-[-0.03em]">
          {money(price?.amountMinor ?? 0)}
        </span>
        <span className="text-[0.9375rem] text-soft-ink">{price ? per : t("forever")}</span>
      </p>
      <p className="mt-2 lg:min-h-11 text-sm text-soft-ink">{hint}</p>
    </>
  );
}

function PlanContents({ plan }: { plan: PlanKey }) {
  const t = useTranslations("pricing");
  const features = useTranslations("catalog.features");
  const catalog = useTranslations("catalog.plans");
  const storage = useStorageText()(featureLimit(plan, "extended_storage") ?? 0);
  const count = plans[plan].devices;
  const lines = {
    free: [t("basics"), t("storageOf", { limit: storage }), t("browsers", { count })],
    pro: [
      t("basics"),
      features("advanced_audio.name"),
      features("workflow_automation.name"),
      t("storageOf", { limit: storage }),
      t("browsers", { count }),
    ],
    team: [
      t("everythingOf", { plan: catalog("pro.name") }),
      t("storageShared", { limit: storage }),
      t("browsersPerPerson", { count }),
      t("oneBill"),
    ],
  }[plan];
  return (
    <>
      <h3 className="mt-7 border-t border-line pt-6 text-sm">{t("includes")}</h3>
      <ul className="mt-3 grid gap-2.5 text-[0.9375rem]">
        {lines.map((line) => (
          <li key={line} className="flex gap-3">
            <Check aria-hidden="true" className="mt-1 size-4 shrink-0 text-leaf-ink" />
            {line}
          </li>
        ))}
      </ul>
    </>
  );
}
