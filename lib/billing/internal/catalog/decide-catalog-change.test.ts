import { expect, test } from "vitest";
import {
  decideCatalogChange,
  type ObservedCatalog,
  type ObservedPrice,
  portalOffers,
} from "@/lib/billing/internal/catalog/decide-catalog-change";
import { digestOfPortal, portalFeatures } from "@/lib/billing/internal/catalog/portal-features";
import { type Price, prices } from "@/lib/catalog/prices";
import { stripeProductId, stripeProducts } from "@/lib/catalog/stripe-names";
import { currencies } from "@/lib/core/money";

const empty: ObservedCatalog = { products: [], prices: [], portals: [] };

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
  const held = list.map(asObserved);
  return {
    products: plans.map((plan) => ({ id: stripeProductId(plan), active: true, plan, ...stripeProducts[plan] })),
    prices: held,
    portals: currencies.map((currency) => ({
      id: `bpc_${currency}`,
      currency,
      digest: digestOfPortal(portalFeatures(portalOffers(currency, list, held))),
    })),
  };
}

const rewrites = (currency: string) => ({ kind: "write_portal", currency, configurationId: `bpc_${currency}` });

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
    rewrites("eur"),
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
      "write_portal",
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
  expect(decideCatalogChange(prices, observed).steps.map(({ kind }) => kind)).toEqual(["create_price", "write_portal"]);
});

test("the portal is written after the prices that it names, and again when what it offers changes", () => {
  const first = decideCatalogChange(prices, empty).steps;
  expect(first.slice(-2)).toEqual([
    { kind: "write_portal", currency: "eur", configurationId: null },
    { kind: "write_portal", currency: "usd", configurationId: null },
  ]);
  const observed = applied();
  const [portal] = observed.portals;
  if (portal) portal.digest = "what an earlier version set";
  expect(decideCatalogChange(prices, observed).steps).toEqual([rewrites("eur")]);
});

test("the portal offers what is on sale in a currency, with as many seats as the plan has", () => {
  const held = prices.map(asObserved);
  const offers = portalOffers("eur", prices, held);
  expect(offers.map(({ stripePriceId }) => stripePriceId)).toEqual([
    "price_pro_monthly_eur_2",
    "price_pro_yearly_eur_1",
    "price_team_monthly_eur_1",
    "price_team_yearly_eur_1",
  ]);
  expect(portalFeatures(offers).subscription_update).toMatchObject({
    trial_update_behavior: "continue_trial",
    products: [
      { product: "gatehouse_pro", adjustable_quantity: { minimum: 1, maximum: 1 } },
      { product: "gatehouse_team", adjustable_quantity: { minimum: 2, maximum: 100 } },
    ],
  });
});
