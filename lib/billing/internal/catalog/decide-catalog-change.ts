import { digestOfPortal, type PortalOffer, portalFeatures } from "@/lib/billing/internal/catalog/portal-features";
import { type PaidPlanKey, paidPlanKeys } from "@/lib/catalog/plans";
import type { Price } from "@/lib/catalog/prices";
import { stripeProductId, stripeProducts } from "@/lib/catalog/stripe-names";
import { type Currency, currencies } from "@/lib/core/money";

/** A product at Stripe, as far as the catalogue has a say in it. */
export type ObservedProduct = {
  id: string;
  name: string;
  active: boolean;
  unitLabel: string | null;
  plan: string | null;
};

/** A price at Stripe, under a product of the catalogue. */
export type ObservedPrice = {
  id: string;
  productId: string;
  active: boolean;
  lookupKey: string | null;
  /** Our metadata: the catalogue's key and version; null on a price that was made by hand. */
  key: string | null;
  version: number | null;
  currency: string;
  amountMinor: number | null;
  /** Null where the price is not paid once per month or year. */
  interval: string | null;
  taxBehavior: string | null;
};

/** A configuration of Stripe's portal that is ours. */
export type ObservedPortal = { id: string; currency: string; digest: string | null };

export type ObservedCatalog = { products: ObservedProduct[]; prices: ObservedPrice[]; portals: ObservedPortal[] };

export type CatalogStep =
  | { kind: "create_product"; plan: PaidPlanKey }
  | { kind: "update_product"; plan: PaidPlanKey; productId: string; fields: string[] }
  | { kind: "create_price"; price: Price }
  | { kind: "update_price"; price: Price; stripePriceId: string; fields: string[] }
  | { kind: "archive_price"; stripePriceId: string; name: string }
  /** Without an id the configuration does not exist yet. */
  | { kind: "write_portal"; currency: Currency; configurationId: string | null };

export type CatalogChange = {
  /** In the order in which they can be done; empty when Stripe already holds the catalogue. */
  steps: CatalogStep[];
  /** What no step can put right; nothing is applied while there is one. */
  problems: string[];
};

/**
 * What must be done at Stripe so that exactly the catalogue's prices can be bought. A price's amount never changes at
 * Stripe: a new amount is a new price that takes the lookup key over, and the old one is archived, which leaves whoever
 * pays it alone. Prices without our metadata or key were made by hand and are not touched. The portal comes last: it names
 * prices, which have to be there.
 */
export function decideCatalogChange(prices: readonly Price[], observed: ObservedCatalog): CatalogChange {
  const onSale = prices.filter((price) => !price.retired);
  const matches = onSale.map((price) => ({ price, match: findMatch(price, observed.prices) }));
  const kept = new Set(matches.map(({ match }) => match?.id));
  return {
    problems: onSale.flatMap((price) => problemsOf(price, observed.prices)),
    steps: [
      ...paidPlanKeys.flatMap((plan) => productSteps(plan, observed.products)),
      ...matches.flatMap(({ price, match }) => priceSteps(price, match)),
      ...observed.prices.filter((price) => price.active && isOurs(price, prices) && !kept.has(price.id)).map(archive),
      ...currencies.flatMap((currency) => portalSteps(currency, onSale, observed)),
    ],
  };
}

/** What the portal offers in a currency: each price on sale that Stripe holds. */
export function portalOffers(
  currency: Currency,
  prices: readonly Price[],
  observed: readonly ObservedPrice[],
): PortalOffer[] {
  return prices
    .filter((price) => !price.retired && price.currency === currency)
    .flatMap((price) => {
      const match = findMatch(price, observed);
      return match ? [{ plan: price.plan, stripePriceId: match.id }] : [];
    });
}

function portalSteps(currency: Currency, onSale: readonly Price[], observed: ObservedCatalog): CatalogStep[] {
  const wanted = onSale.filter((price) => price.currency === currency);
  if (wanted.length === 0) return [];
  const offers = portalOffers(currency, wanted, observed.prices);
  const portal = observed.portals.find((one) => one.currency === currency);
  // A price that is made first has no id yet: with it, the portal changes in any case.
  const isComplete = offers.length === wanted.length;
  if (isComplete && portal?.digest === digestOfPortal(portalFeatures(offers))) return [];
  return [{ kind: "write_portal", currency, configurationId: portal?.id ?? null }];
}

function productSteps(plan: PaidPlanKey, products: ObservedProduct[]): CatalogStep[] {
  const product = products.find(({ id }) => id === stripeProductId(plan));
  if (!product) return [{ kind: "create_product", plan }];
  const wanted = { ...stripeProducts[plan], plan, active: true };
  const fields = differingFields(wanted, product);
  return fields.length === 0 ? [] : [{ kind: "update_product", plan, productId: product.id, fields }];
}

function priceSteps(price: Price, match: ObservedPrice | null): CatalogStep[] {
  if (!match) return [{ kind: "create_price", price }];
  const wanted = { active: true, lookupKey: price.key, key: price.key, version: price.version };
  const fields = differingFields(wanted, match);
  return fields.length === 0 ? [] : [{ kind: "update_price", price, stripePriceId: match.id, fields }];
}

function archive(price: ObservedPrice): CatalogStep {
  const name = price.key ? `${price.key} v${price.version ?? "?"}` : (price.lookupKey ?? price.id);
  return { kind: "archive_price", stripePriceId: price.id, name };
}

/** The price at Stripe that already charges exactly this; the one that bears its name, where there are several. */
function findMatch(price: Price, observed: readonly ObservedPrice[]): ObservedPrice | null {
  const same = observed.filter((candidate) => chargesTheSame(price, candidate) && isOurs(candidate, [price]));
  return same.find(({ version, active }) => version === price.version && active) ?? same[0] ?? null;
}

/** True where a price at Stripe takes what the catalogue says, as often, and treats tax alike. */
export function chargesTheSame(price: Price, observed: ObservedPrice): boolean {
  return (
    observed.productId === stripeProductId(price.plan) &&
    observed.amountMinor === price.amountMinor &&
    observed.currency === price.currency &&
    observed.interval === price.interval &&
    observed.taxBehavior === price.taxBehavior
  );
}

function isOurs(observed: ObservedPrice, prices: readonly Price[]): boolean {
  return observed.key !== null || prices.some(({ key }) => key === observed.lookupKey);
}

function problemsOf(price: Price, observed: ObservedPrice[]): string[] {
  const other = observed.find(
    ({ key, version, ...rest }) =>
      key === price.key && version === price.version && !chargesTheSame(price, { key, version, ...rest }),
  );
  if (!other) return [];
  const advice =
    "Prices can't be changed: mark this line retired in lib/catalog/prices.ts and add one with the next version.";
  return [`${price.key} v${price.version} exists at Stripe (${other.id}) and charges something else. ${advice}`];
}

function differingFields<T extends object>(wanted: T, observed: { [K in keyof T]: unknown }): string[] {
  return (Object.keys(wanted) as (keyof T & string)[]).filter((field) => wanted[field] !== observed[field]);
}
