import type Stripe from "stripe";
import {
  type CatalogChange,
  type CatalogStep,
  decideCatalogChange,
  type ObservedCatalog,
  type ObservedPortal,
  type ObservedPrice,
  type ObservedProduct,
  portalOffers,
} from "@/lib/billing/internal/catalog/decide-catalog-change";
import { digestOfPortal, portalFeatures } from "@/lib/billing/internal/catalog/portal-features";
import { type PaidPlanKey, paidPlanKeys } from "@/lib/catalog/plans";
import { type Price, prices } from "@/lib/catalog/prices";
import { stripeMetadata, stripeProductId, stripeProducts } from "@/lib/catalog/stripe-names";
import { formatMoney } from "@/lib/core/money";
import { stripe } from "@/lib/platform/stripe";

/** How Stripe differs from the catalogue; reads only. */
export async function planCatalog(list: readonly Price[] = prices): Promise<CatalogChange> {
  return decideCatalogChange(list, await readCatalogFromStripe());
}

/**
 * Makes Stripe hold the catalogue and returns what had to be done; the next call finds nothing to do. Stops before the
 * first step when there is a problem.
 */
export async function applyCatalog(list: readonly Price[] = prices): Promise<CatalogChange> {
  const change = await planCatalog(list);
  if (change.problems.length > 0) return change;
  for (const step of change.steps) await applyStep(step, list);
  return change;
}

/** One step as a line for people, e.g. "create price pro_monthly_eur v2: €8.00 per month". */
export function describeCatalogStep(step: CatalogStep): string {
  switch (step.kind) {
    case "create_product":
      return `create product ${stripeProductId(step.plan)} (${stripeProducts[step.plan].name})`;
    case "update_product":
      return `update product ${step.productId}: ${step.fields.join(", ")}`;
    case "create_price":
      return `create price ${describePrice(step.price)}`;
    case "update_price":
      return `update price ${describePrice(step.price)} (${step.stripePriceId}): ${step.fields.join(", ")}`;
    case "archive_price":
      return `archive price ${step.name} (${step.stripePriceId}); whoever pays it keeps it`;
    case "write_portal":
      return `${step.configurationId ? "update" : "create"} the portal's configuration for ${step.currency}: plans to switch to, seats`;
  }
}

function describePrice(price: Price): string {
  const amount = formatMoney(price.amountMinor, price.currency, "en");
  return `${price.key} v${price.version}: ${amount} per ${price.interval}, tax ${price.taxBehavior}`;
}

async function readCatalogFromStripe(): Promise<ObservedCatalog> {
  const products = await stripe().products.list({ ids: paidPlanKeys.map(stripeProductId), limit: 100 });
  const [portals, ...lists] = await Promise.all([readPortals(), ...products.data.map(({ id }) => readPrices(id))]);
  return { products: products.data.map(toObservedProduct), prices: lists.flat(), portals };
}

async function readPortals(): Promise<ObservedPortal[]> {
  const found: ObservedPortal[] = [];
  for await (const { id, metadata } of stripe().billingPortal.configurations.list({ active: true, limit: 100 })) {
    const currency = metadata?.[stripeMetadata.portalCurrency];
    if (currency) found.push({ id, currency, digest: metadata?.[stripeMetadata.portalDigest] ?? null });
  }
  return found;
}

/** The portal's configuration for a currency; null where the catalogue was not applied since there is one. */
export async function findPortalConfiguration(currency: string): Promise<string | null> {
  return (await readPortals()).find((portal) => portal.currency === currency)?.id ?? null;
}

async function readPrices(productId: string): Promise<ObservedPrice[]> {
  const found: ObservedPrice[] = [];
  for await (const price of stripe().prices.list({ product: productId, limit: 100 })) {
    found.push(toObservedPrice(price, productId));
  }
  return found;
}

function toObservedProduct(product: Stripe.Product): ObservedProduct {
  const { id, name, active, unit_label, metadata } = product;
  return { id, name, active, unitLabel: unit_label ?? null, plan: metadata[stripeMetadata.plan] ?? null };
}

export function toObservedPrice(price: Stripe.Price, productId: string): ObservedPrice {
  const version = Number(price.metadata[stripeMetadata.priceVersion]);
  return {
    id: price.id,
    productId,
    active: price.active,
    lookupKey: price.lookup_key,
    key: price.metadata[stripeMetadata.priceKey] ?? null,
    version: Number.isInteger(version) ? version : null,
    currency: price.currency,
    amountMinor: price.unit_amount,
    interval: price.recurring?.interval_count === 1 ? price.recurring.interval : null,
    taxBehavior: price.tax_behavior,
  };
}

async function applyStep(step: CatalogStep, list: readonly Price[]): Promise<void> {
  switch (step.kind) {
    case "create_product":
      await stripe().products.create({ id: stripeProductId(step.plan), ...productFields(step.plan) });
      return;
    case "update_product":
      await stripe().products.update(step.productId, {
        ...productFields(step.plan),
        unit_label: stripeProducts[step.plan].unitLabel ?? "",
        active: true,
      });
      return;
    case "create_price":
      await createPrice(step.price);
      return;
    case "update_price":
      await stripe().prices.update(step.stripePriceId, { active: true, ...nameFields(step.price) });
      return;
    case "archive_price":
      await stripe().prices.update(step.stripePriceId, { active: false });
      return;
    case "write_portal":
      await writePortal(step, list);
      return;
  }
}

/** One configuration per currency: Stripe takes only one price per interval of a product. */
async function writePortal(
  { currency, configurationId }: Extract<CatalogStep, { kind: "write_portal" }>,
  list: readonly Price[],
): Promise<void> {
  const { prices: held } = await readCatalogFromStripe();
  const features = portalFeatures(portalOffers(currency, list, held));
  const digest = digestOfPortal(features);
  const metadata = { [stripeMetadata.portalCurrency]: currency, [stripeMetadata.portalDigest]: digest };
  if (configurationId) await stripe().billingPortal.configurations.update(configurationId, { features, metadata });
  else {
    const key = { idempotencyKey: `gatehouse-portal-${currency}-${digest}` };
    await stripe().billingPortal.configurations.create({ features, metadata }, key);
  }
}

function productFields(plan: PaidPlanKey) {
  const { name, unitLabel } = stripeProducts[plan];
  return { name, ...(unitLabel && { unit_label: unitLabel }), metadata: { [stripeMetadata.plan]: plan } };
}

/** What finds the price again; the lookup key moves here from whichever price had it. */
function nameFields(price: Price) {
  return {
    lookup_key: price.key,
    transfer_lookup_key: true,
    metadata: { [stripeMetadata.priceKey]: price.key, [stripeMetadata.priceVersion]: String(price.version) },
  };
}

async function createPrice(price: Price): Promise<void> {
  await stripe().prices.create(
    {
      product: stripeProductId(price.plan),
      currency: price.currency,
      unit_amount: price.amountMinor,
      recurring: { interval: price.interval },
      tax_behavior: price.taxBehavior,
      ...nameFields(price),
    },
    // Two people who apply at once make one price: the second gets the first one's answer.
    { idempotencyKey: `gatehouse-price-${price.key}-v${price.version}-${price.amountMinor}-${price.taxBehavior}` },
  );
}
