import { isPlanKey, type PaidPlanKey } from "@/lib/catalog/plans";

/** Metadata under which Gatehouse finds its own objects at Stripe again. */
export const stripeMetadata = {
  /** On a product: the plan it sells. */
  plan: "gatehouse_plan",
  /** On a price: its key and version. */
  priceKey: "gatehouse_price",
  priceVersion: "gatehouse_price_version",
  /** On a customer, a checkout session and a subscription: the account's public id. */
  account: "gatehouse_account",
  /** On a configuration of the portal: the currency that it is for, and a digest of what we set. */
  portalCurrency: "gatehouse_portal",
  portalDigest: "gatehouse_portal_digest",
} as const;

/** The stable id of a plan's product at Stripe. */
export function stripeProductId(plan: PaidPlanKey): string {
  return `gatehouse_${plan}`;
}

/** The plan that a product of Stripe sells; null when the catalogue does not know it, which gives no access. */
export function planOfProduct(metadata: Readonly<Record<string, string>>): PaidPlanKey | null {
  const plan = metadata[stripeMetadata.plan];
  return isPlanKey(plan) && plan !== "free" ? plan : null;
}

/** How a plan's product appears on Stripe's pages and invoices. */
export const stripeProducts: Record<PaidPlanKey, { name: string; unitLabel: string | null }> = {
  pro: { name: "Gatehouse Pro", unitLabel: null },
  team: { name: "Gatehouse Team", unitLabel: "seat" },
};
