import { Check, Minus } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PriceChoice } from "@/components/pricing/price-choice";
import { useStorageText } from "@/components/storage-text";
import { ScrollArea } from "@/components/ui/table";
import { featureKeys, isMetered } from "@/lib/catalog/features";
import { featureLimit, type PlanKey, planIncludes, planKeys, plans } from "@/lib/catalog/plans";
import { priceFor } from "@/lib/catalog/prices";
import { formatMoney } from "@/lib/core/money";

/** Every plan beside every other, from the catalogue itself: what is not in it can't be promised here. */
export function Comparison({ choice }: { choice: PriceChoice }) {
  const t = useTranslations("pricing.compare");
  const words = useTranslations("pricing");
  const names = useTranslations("catalog");
  const format = useFormatter();
  const locale = useLocale();
  const storage = useStorageText();
  const amount = (plan: PlanKey) =>
    formatMoney(priceFor(plan, choice.interval, choice.currency)?.amountMinor ?? 0, choice.currency, locale, {
      dropZeroDecimals: true,
    });
  const price = (plan: PlanKey) =>
    plans[plan].seats.max > 1 ? t("pricePerPerson", { amount: amount(plan) }) : amount(plan);
  const people = ({ min, max }: { min: number; max: number }) =>
    min === max ? t("peopleOne", { count: max }) : t("peopleRange", { min, max });
  return (
    <section aria-labelledby="compare-title" className="shell pt-24">
      <h2 id="compare-title" className="text-title">
        {t("title")}
      </h2>
      <ScrollArea label={t("caption")} className="mt-8">
        <table className="w-full border-collapse text-sm sm:text-[0.9375rem]">
          <thead>
            <tr className="border-b-2 border-ink">
              <th scope="col" className="w-[38%] py-4 pr-3 text-left font-semibold">
                {t("feature")}
              </th>
              {planKeys.map((plan) => (
                <th
                  key={plan}
                  scope="col"
                  className="px-1.5 py-4 text-center font-display text-base sm:px-4 sm:text-lg font-semibold"
                >
                  {names(`plans.${plan}.name`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            <Row name={`${t("price")}, ${words(choice.interval === "month" ? "perMonth" : "perYear")}`} cell={price} />
            {featureKeys.map((feature) => (
              <Row
                key={feature}
                name={names(`features.${feature}.name`)}
                about={names(`features.${feature}.description`)}
                cell={(plan) =>
                  isMetered(feature) ? (
                    <span className="whitespace-nowrap">{storage(featureLimit(plan, feature) ?? 0)}</span>
                  ) : (
                    <YesNo answer={planIncludes(plan, feature)} />
                  )
                }
              />
            ))}
            <Row
              name={t("browsers")}
              cell={(plan) => {
                const { devices, seats } = plans[plan];
                return seats.max > 1 ? t("perPerson", { count: devices }) : format.number(devices);
              }}
            />
            <Row name={t("why")} cell={() => <YesNo answer />} />
            <Row name={t("people")} cell={(plan) => people(plans[plan].seats)} />
            <Row
              name={t("trial")}
              cell={(plan) => (plans[plan].trialDays > 0 ? format.number(plans[plan].trialDays) : t("noTrial"))}
            />
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function Row({ name, about, cell }: { name: string; about?: string; cell: (plan: PlanKey) => ReactNode }) {
  return (
    <tr>
      <th scope="row" className="py-4 pr-3 text-left font-medium">
        {name}
        {about ? <span className="mt-0.5 hidden text-sm font-normal text-soft-ink sm:block">{about}</span> : null}
      </th>
      {planKeys.map((plan) => (
        <td key={plan} className="figures px-1.5 py-4 text-center sm:px-4">
          {cell(plan)}
        </td>
      ))}
    </tr>
  );
}

function YesNo({ answer }: { answer: boolean }) {
  const t = useTranslations("pricing");
  const Icon = answer ? Check : Minus;
  return (
    <>
      <Icon aria-hidden="true" className={`mx-auto size-5 ${answer ? "text-leaf-ink" : "text-soft-ink"}`} />
      <span className="sr-only">{t(answer ? "included" : "notIncluded")}</span>
    </>
  );
}
