import { type PaidPlanKey, paidPlanKeys, plans } from "@/lib/catalog/plans";
import { intervals, priceFor } from "@/lib/catalog/prices";
import { currencies } from "@/lib/core/money";

type ProductTexts = { name: (plan: PaidPlanKey) => string; description: (plan: PaidPlanKey) => string; url: string };

const unitCode = { month: "MON", year: "ANN" } as const;

/** The plans that can be bought, as schema.org's products, with every price that is on sale: what the catalogue says and no more. */
export function productFacts({ name, description, url }: ProductTexts): object[] {
  return paidPlanKeys.map((plan) => ({
    "@type": "Product",
    name: name(plan),
    description: description(plan),
    offers: intervals.flatMap((interval) =>
      currencies.flatMap((currency) => {
        const price = priceFor(plan, interval, currency);
        if (!price) return [];
        const amount = (price.amountMinor / 100).toFixed(2); // every currency of the catalogue has two decimals
        return {
          "@type": "Offer",
          url: `${url}?interval=${interval}&currency=${currency}`,
          availability: "https://schema.org/InStock",
          price: amount,
          priceCurrency: currency.toUpperCase(),
          priceSpecification: {
            "@type": "UnitPriceSpecification",
            price: amount,
            priceCurrency: currency.toUpperCase(),
            referenceQuantity: { "@type": "QuantitativeValue", value: 1, unitCode: unitCode[interval] },
          },
          ...(plans[plan].seats.min > 1 && {
            eligibleQuantity: {
              "@type": "QuantitativeValue",
              minValue: plans[plan].seats.min,
              maxValue: plans[plan].seats.max,
            },
          }),
        };
      }),
    ),
  }));
}
