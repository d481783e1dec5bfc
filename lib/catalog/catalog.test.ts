import { expect, test } from "vitest";
import { featureKeys, isFeatureKey, isMetered } from "@/lib/catalog/features";
import {
  deviceLimit,
  featureLimit,
  higherPlan,
  isPlanKey,
  paidPlanKeys,
  planIncludes,
  planKeys,
  plans,
} from "@/lib/catalog/plans";
import { findPrice, intervals, type Price, priceFor, prices, yearlySaving } from "@/lib/catalog/prices";
import { planOfProduct, stripeMetadata } from "@/lib/catalog/stripe-names";
import { currencies } from "@/lib/core/money";

test("every paid plan is on sale monthly and yearly in every currency, exactly once", () => {
  for (const plan of paidPlanKeys)
    for (const interval of intervals)
      for (const currency of currencies) {
        const onSale = prices.filter(
          (price) =>
            price.plan === plan && price.interval === interval && price.currency === currency && !price.retired,
        );
        expect(onSale, `${plan} ${interval} ${currency}`).toHaveLength(1);
      }
});

test("no two prices share a key and a version, and what is on sale has the highest version", () => {
  const names = prices.map((price) => `${price.key} v${price.version}`);
  expect(new Set(names).size).toBe(names.length);
  for (const price of prices.filter((candidate) => candidate.retired)) {
    expect(findPrice(price.key)?.version ?? Number.POSITIVE_INFINITY).toBeGreaterThan(price.version);
  }
});

test("amounts are whole minor units above zero and say how tax is treated", () => {
  for (const price of prices) {
    expect(Number.isSafeInteger(price.amountMinor) && price.amountMinor > 0).toBe(true);
    expect(["inclusive", "exclusive"]).toContain(price.taxBehavior);
  }
});

test("a key finds the price on sale, never a retired one and never a stranger's", () => {
  expect(findPrice("pro_monthly_eur")).toMatchObject({ plan: "pro", amountMinor: 800, version: 2, retired: false });
  const dropped: Price[] = prices.map((price) => ({ ...price, retired: true }));
  expect(findPrice("pro_monthly_eur", dropped)).toBeNull();
  for (const key of ["", "pro", "price_1234", "pro_monthly_gbp", "PRO_MONTHLY_EUR", "__proto__", "free_monthly_eur"]) {
    expect(findPrice(key), key).toBeNull();
  }
});

test("paying by the year saves two months", () => {
  expect(yearlySaving("pro", "eur")).toEqual({ amountMinor: 1_600, percent: 17 });
  expect(yearlySaving("team", "usd")).toEqual({ amountMinor: 4_400, percent: 17 });
  expect(yearlySaving("free", "eur")).toBeNull();
  expect(priceFor("free", "month", "eur")).toBeNull();
});

test("every plan answers for every feature, and a higher plan never gives less", () => {
  for (const feature of featureKeys) {
    for (const [index, plan] of planKeys.entries()) {
      const below = planKeys[index - 1];
      if (!below) continue;
      expect(Number(plans[plan].features[feature]), `${plan} ${feature}`).toBeGreaterThanOrEqual(
        Number(plans[below].features[feature]),
      );
    }
    for (const plan of planKeys) expect(featureLimit(plan, feature) !== null).toBe(isMetered(feature));
  }
  expect(planIncludes("free", "advanced_audio")).toBe(false);
  expect(planIncludes("free", "extended_storage")).toBe(true);
  expect(featureLimit("pro", "extended_storage")).toBe(5_120);
  expect(higherPlan("pro", "free")).toBe("pro");
  expect(higherPlan("pro", "team")).toBe("team");
});

test("a higher plan never connects fewer browsers, and a team has room for each of its people", () => {
  const limits = planKeys.map((plan) => deviceLimit(plan, 1));
  expect(limits).toEqual([2, 5, 10]);
  expect(deviceLimit("team", 7)).toBe(35);
  expect(deviceLimit("team", 0)).toBe(10);
});

test("names that only exist on objects are neither plans nor features", () => {
  for (const name of ["__proto__", "constructor", "toString", "", "Pro"]) {
    expect(isPlanKey(name), name).toBe(false);
    expect(isFeatureKey(name), name).toBe(false);
  }
});

test("the plan comes from the product's metadata, and an unknown or missing one is no plan", () => {
  expect(planOfProduct({ [stripeMetadata.plan]: "team" })).toBe("team");
  for (const value of ["free", "gold", "__proto__"]) expect(planOfProduct({ [stripeMetadata.plan]: value })).toBeNull();
  expect(planOfProduct({})).toBeNull();
});
