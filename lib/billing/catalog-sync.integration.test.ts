import { afterAll, beforeAll, expect, test } from "vitest";
import { applyCatalog, describeCatalogStep, planCatalog } from "@/lib/billing/catalog-sync";
import { prices } from "@/lib/catalog/prices";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterAll(() => world.stop());

test("a second apply finds nothing to do", async () => {
  expect(await planCatalog()).toEqual({ steps: [], problems: [] });
  expect(await applyCatalog()).toEqual({ steps: [], problems: [] });
});

test("everything on sale is found under its key and charges what the catalogue says", async () => {
  for (const price of prices.filter(({ retired }) => !retired)) {
    const { data } = await stripe().prices.list({ lookup_keys: [price.key], active: true });
    expect(data).toMatchObject([
      {
        unit_amount: price.amountMinor,
        currency: price.currency,
        tax_behavior: price.taxBehavior,
        recurring: { interval: price.interval, interval_count: 1 },
        product: `gatehouse_${price.plan}`,
      },
    ]);
  }
});

test("a new amount takes the key over and archives the old price, which stays known", async () => {
  const before = await stripe().prices.list({ lookup_keys: ["team_yearly_usd"] });
  const dearer = prices.flatMap((price) =>
    price.key === "team_yearly_usd"
      ? [
          { ...price, retired: true },
          { ...price, amountMinor: 25_000, version: 2 },
        ]
      : [price],
  );
  const change = await applyCatalog(dearer);
  expect(change.steps.map(describeCatalogStep)).toEqual([
    "create price team_yearly_usd v2: $250.00 per year, tax exclusive",
    `archive price team_yearly_usd v1 (${before.data[0]?.id}); whoever pays it keeps it`,
    "update the portal's configuration for usd: plans to switch to, seats",
  ]);
  expect(await applyCatalog(dearer)).toEqual({ steps: [], problems: [] });
  const after = await stripe().prices.list({ lookup_keys: ["team_yearly_usd"] });
  expect(after.data).toMatchObject([{ unit_amount: 25_000, active: true }]);
  expect(await stripe().prices.retrieve(before.data[0]?.id ?? "")).toMatchObject({
    active: false,
    unit_amount: 22_000,
  });
});

test("an amount that was edited in place changes nothing at Stripe", async () => {
  const edited = prices.map((price) => (price.key === "pro_yearly_eur" ? { ...price, amountMinor: 1 } : price));
  expect((await applyCatalog(edited)).problems).toHaveLength(1);
  const { data } = await stripe().prices.list({ lookup_keys: ["pro_yearly_eur"] });
  expect(data).toMatchObject([{ unit_amount: 8_000 }]);
});
