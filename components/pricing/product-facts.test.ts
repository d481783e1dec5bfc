import { expect, test } from "vitest";
import { productFacts } from "@/components/pricing/product-facts";
import { prices } from "@/lib/catalog/prices";

const facts = productFacts({ name: (plan) => plan, description: (plan) => plan, url: "https://example.com/pricing" });

test("search engines are told each price that is on sale, once, and no retired one", () => {
  const told = facts.flatMap((product) =>
    "offers" in product && Array.isArray(product.offers)
      ? product.offers.map(({ price, priceCurrency }) => `${price} ${priceCurrency}`)
      : [],
  );
  const onSale = prices.filter(({ retired }) => !retired);
  expect(told.sort()).toEqual(
    onSale.map(({ amountMinor, currency }) => `${amountMinor / 100}.00 ${currency.toUpperCase()}`).sort(),
  );
});
