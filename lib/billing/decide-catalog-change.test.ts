import { expect, test } from "vitest";
import { decideCatalogChange, type ObservedCatalog, type ObservedPrice } from "@/lib/billing/decide-catalog-change";
import { type Price, prices } from "@/lib/catalog/prices";
import { stripeProductId, stripeProducts } from "@/lib/catalog/stripe-names";

const empty: ObservedCatalog = { products: [], prices: [] };

function asObserved(price: Price): ObservedPrice {
  return {
    id: `price_${price.key}_${price.version}`,
    productId: stripeProductId(price.plan),
    active: !price.retired,
    lookupKey: price.retired ? null : price.key,
    key: price.key,
    version: price.version,
    currency: price.currency,
    amountMinor: price.amountMinor,
    interval: price.interval,
    taxBehavior: price.taxBehavior,
  };
}

function applied(list: readonly Price[] = prices): ObservedCatalog {
  const plans = ["pro", "team"] as const;
  return {
    products: plans.map((plan) => ({ id: stripeProductId(plan), active: true, plan, ...stripeProducts[plan] })),
    prices: list.map(asObserved),
  };
}

test("an empty Stripe gets both products and every price on sale, and no retired one", () => {
  const { steps, problems } = decideCatalogChange(prices, empty);
  expect(problems).toEqual([]);
  expect(steps.filter(({ kind }) => kind === "create_product")).toHaveLength(2);
  const created = steps.flatMap((step) => (step.kind === "create_price" ? [step.price] : []));
  expect(created).toEqual(prices.filter((price) => !price.retired));
  expect(steps.findLastIndex(({ kind }) => kind === "create_product")).toBeLessThan(
    steps.findIndex(({ kind }) => kind === "create_price"),
  );
});

test("a Stripe that holds the catalogue needs nothing", () => {
  expect(decideCatalogChange(prices, applied())).toEqual({ steps: [], problems: [] });
});

test("a new amount is a new price that comes before the old one is archived", () => {
  const before = applied();
  const dearer = prices.flatMap((price) =>
    price.key === "team_monthly_eur"
      ? [
          { ...price, retired: true },
          { ...price, amountMinor: 2_500, version: 2 },
        ]
      : [price],
  );
  const { steps, problems } = decideCatalogChange(dearer, before);
  expect(problems).toEqual([]);
  expect(steps).toEqual([
    {
      kind: "create_price",
      price: expect.objectContaining({ key: "team_monthly_eur", amountMinor: 2_500, version: 2 }),
    },
    { kind: "archive_price", stripePriceId: "price_team_monthly_eur_1", name: "team_monthly_eur v1" },
  ]);
});

test("an amount that was edited without a new version is a problem and not a change", () => {
  const edited = prices.map((price) => (price.key === "team_monthly_eur" ? { ...price, amountMinor: 2_500 } : price));
  expect(decideCatalogChange(edited, applied()).problems).toEqual([
    expect.stringContaining("team_monthly_eur v1 exists at Stripe (price_team_monthly_eur_1)"),
  ]);
});

test("what was archived, renamed or stripped of its key at Stripe is put right without a new price", () => {
  const drifted = applied();
  const [product] = drifted.products;
  if (product) Object.assign(product, { name: "Something else", active: false });
  const price = drifted.prices.find(({ key, active }) => key === "pro_yearly_eur" && active);
  if (price) Object.assign(price, { active: false, lookupKey: null });
  expect(decideCatalogChange(prices, drifted).steps).toEqual([
    { kind: "update_product", plan: "pro", productId: "gatehouse_pro", fields: ["name", "active"] },
    {
      kind: "update_price",
      price: expect.objectContaining({ key: "pro_yearly_eur" }),
      stripePriceId: "price_pro_yearly_eur_1",
      fields: ["active", "lookupKey"],
    },
  ]);
});

test("a price that differs only in tax, interval or currency is not taken for the catalogue's", () => {
  for (const difference of [{ taxBehavior: "unspecified" }, { interval: "week" }, { currency: "gbp" }]) {
    const observed = applied();
    const price = observed.prices.find(({ key }) => key === "pro_yearly_eur");
    if (price) Object.assign(price, difference, { version: 0 });
    expect(decideCatalogChange(prices, observed).steps.map(({ kind }) => kind)).toEqual([
      "create_price",
      "archive_price",
    ]);
  }
});

test("prices that were made by hand are left alone; ours that the catalogue dropped are archived", () => {
  const observed = applied();
  const template = asObserved(prices[0] ?? expect.fail());
  observed.prices.push(
    { ...template, id: "price_by_hand", active: true, key: null, version: null, lookupKey: "a-deal", amountMinor: 1 },
    { ...template, id: "price_dropped", active: true, key: "pro_weekly_eur", version: 1, lookupKey: "pro_weekly_eur" },
  );
  expect(decideCatalogChange(prices, observed).steps).toEqual([
    { kind: "archive_price", stripePriceId: "price_dropped", name: "pro_weekly_eur v1" },
  ]);
});

test("a price made by hand with the same amount does not stand in for the catalogue's", () => {
  const observed = applied();
  const price = observed.prices.find(({ key }) => key === "pro_yearly_eur");
  if (price) Object.assign(price, { key: null, version: null, lookupKey: null });
  expect(decideCatalogChange(prices, observed).steps.map(({ kind }) => kind)).toEqual(["create_price"]);
});
