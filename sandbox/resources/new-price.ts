import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Price, Product } from "../core/wire";
import { invalidRequest, parameterMissing } from "../http/errors";
import {
  array,
  integer,
  type MetadataChange,
  metadata,
  notYetParams,
  object,
  oneOf,
  required,
  text,
} from "../http/params";
import { mergeMetadata } from "./metadata";

export const maxAmountMinor = 99_999_999;
export const taxBehavior = oneOf("exclusive", "inclusive", "unspecified");
export const interval = oneOf("day", "week", "month", "year");

const rhythm = object({ interval: required(interval), interval_count: integer({ min: 1, max: 1_095 }) });

const amounts = {
  currency: required(text(3)),
  tax_behavior: taxBehavior,
  unit_amount: integer({ min: 0, max: maxAmountMinor }),
  ...notYetParams("unit_amount_decimal"),
};

/** A price that is made where it is used, of a product that exists: subscriptions and invoice items take it. */
export const priceData = object({ ...amounts, product: required(text()), recurring: rhythm });

/** The price that a product is made with. */
export const defaultPriceData = object({ ...amounts, metadata, recurring: rhythm });

/** At a checkout its product may be made along with it. */
export const checkoutPriceData = object({
  ...amounts,
  product: text(),
  product_data: object({
    description: text(),
    images: array(text(), 8),
    metadata,
    name: required(text()),
    tax_code: text(),
    ...notYetParams("tax_details", "unit_label"),
  }),
  recurring: rhythm,
});

export type ProductData = { name: string; description?: string; images?: string[]; metadata?: MetadataChange | null };

export type NewPrice = {
  active?: boolean;
  currency: string;
  lookup_key?: string;
  metadata?: MetadataChange | null;
  nickname?: string;
  recurring?: { interval: NonNullable<Price["recurring"]>["interval"]; interval_count?: number };
  tax_behavior?: Price["tax_behavior"];
  unit_amount?: number;
};

/** Writes a price. Throws 400 for a currency that is none. */
export function createPrice(tx: Tx, product: string, input: NewPrice): Price {
  const currency = input.currency.toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) {
    throw invalidRequest(`Invalid currency: ${input.currency}`, { param: "currency" });
  }
  if (input.unit_amount === undefined) throw parameterMissing("unit_amount");
  const price: Price = {
    id: newId("price"),
    object: "price",
    active: input.active ?? true,
    billing_scheme: "per_unit",
    created: tx.now,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: input.lookup_key ?? null,
    metadata: mergeMetadata({}, input.metadata),
    nickname: input.nickname ?? null,
    product,
    recurring: input.recurring
      ? {
          interval: input.recurring.interval,
          interval_count: input.recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: null,
          usage_type: "licensed",
        }
      : null,
    tax_behavior: input.tax_behavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: input.recurring ? "recurring" : "one_time",
    unit_amount: input.unit_amount,
    unit_amount_decimal: String(input.unit_amount),
  };
  return tx.create("price", price, "price.created");
}

/** Writes a product of which only this much was said. */
export function createProduct(tx: Tx, input: Partial<Product> & { name: string }): Product {
  const product: Product = {
    id: newId("prod", 14),
    object: "product",
    active: true,
    created: tx.now,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: tx.now,
    url: null,
    ...input,
  };
  return tx.create("product", product, "product.created");
}

export type PriceData = NewPrice & { product?: string; product_data?: ProductData };

/** The price that `price_data` describes. As with Stripe it is archived from the start: nobody else can use it. */
export function createInlinePrice(tx: Tx, data: PriceData, name: string): Price {
  const { product, product_data, ...price } = data;
  if ((product === undefined) === (product_data === undefined)) {
    throw invalidRequest("You must give either `product` or `product_data`.", { param: `${name}[product]` });
  }
  if (product !== undefined && !tx.find("product", product)) {
    throw invalidRequest(`No such product: '${product}'`, { code: "resource_missing", param: `${name}[product]` });
  }
  const { metadata: wanted, ...described } = product_data ?? { name: "" };
  const id = product ?? createProduct(tx, { ...described, active: false, metadata: mergeMetadata({}, wanted) }).id;
  return createPrice(tx, id, { ...price, active: false });
}
