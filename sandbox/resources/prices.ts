import type { Tx } from "../core/tx";
import type { Plan, Price } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { parameterInvalid, parameterMissing, resourceMissing } from "../http/errors";
import {
  array,
  boolean,
  integer,
  isInRange,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  range,
  required,
  text,
} from "../http/params";
import { mergeMetadata } from "./metadata";
import { createPrice, interval, maxAmountMinor, taxBehavior } from "./new-price";
import { getProduct } from "./products";

export function getPrice(tx: Tx, id: string, param = "id", status = 404): Price {
  const price = tx.find("price", id);
  if (!price) throw resourceMissing("price", id, param, status);
  return price;
}

/** The older form in which a subscription item repeats its price. */
export function planOf(price: Price): Plan {
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
}

/** Lookup keys are unique among all prices; `transfer` takes one away from the price that has it. */
function claimLookupKey(tx: Tx, key: string | undefined, transfer: boolean | undefined, ownId: string | null): void {
  if (!key) return;
  const [holder] = tx.filter("price", (price) => price.lookup_key === key && price.id !== ownId);
  if (!holder) return;
  if (!transfer) throw parameterInvalid("lookup_key", `A price (\`${holder.id}\`) already uses that lookup key.`);
  tx.update("price", holder, { lookup_key: null }, "price.updated");
}

const createParams = {
  active: boolean,
  billing_scheme: oneOf("per_unit"),
  currency: required(text(3)),
  lookup_key: text(200),
  metadata,
  nickname: text(),
  product: text(),
  recurring: object({
    interval: required(interval),
    interval_count: integer({ min: 1, max: 1_095 }),
    usage_type: oneOf("licensed"),
    meter: notYet,
    trial_period_days: notYet,
  }),
  tax_behavior: taxBehavior,
  transfer_lookup_key: boolean,
  unit_amount: integer({ min: 0, max: maxAmountMinor }),
  ...notYetParams(
    "currency_options",
    "custom_unit_amount",
    "product_data",
    "tiers",
    "tiers_mode",
    "transform_quantity",
    "unit_amount_decimal",
  ),
};

export const priceEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/prices",
    params: createParams,
    run: (tx, params) => {
      if (params.unit_amount === undefined) throw parameterMissing("unit_amount");
      if (params.product === undefined) throw parameterMissing("product");
      const product = getProduct(tx, params.product, "product", 400);
      claimLookupKey(tx, params.lookup_key, params.transfer_lookup_key, null);
      return createPrice(tx, product.id, params);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/prices/:id",
    params: {},
    run: (tx, _params, id) => getPrice(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/prices/:id",
    params: {
      active: boolean,
      lookup_key: text(200),
      metadata,
      nickname: text(),
      tax_behavior: taxBehavior,
      transfer_lookup_key: boolean,
      currency_options: notYet,
    },
    run: (tx, { metadata: change, transfer_lookup_key, ...params }, id) => {
      const before = getPrice(tx, id);
      if (params.tax_behavior && before.tax_behavior !== "unspecified" && params.tax_behavior !== before.tax_behavior) {
        throw parameterInvalid("tax_behavior", "The tax behavior of a price can't be changed once it is specified.");
      }
      claimLookupKey(tx, params.lookup_key, transfer_lookup_key, id);
      const changes = given({ ...params, metadata: mergeMetadata(before.metadata, change) });
      return tx.update("price", before, changes, "price.updated");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/prices",
    params: {
      ...listParams,
      active: boolean,
      created: range,
      currency: text(3),
      lookup_keys: array(text(200), 10),
      product: text(),
      recurring: object({ interval, usage_type: oneOf("licensed", "metered"), meter: notYet }),
      type: oneOf("one_time", "recurring"),
    },
    run: (tx, params) =>
      page(
        tx.store.all("price"),
        (price) =>
          (params.active === undefined || price.active === params.active) &&
          (!params.currency || price.currency === params.currency.toLowerCase()) &&
          (!params.lookup_keys || (price.lookup_key !== null && params.lookup_keys.includes(price.lookup_key))) &&
          (!params.product || price.product === params.product) &&
          (!params.type || price.type === params.type) &&
          (!params.recurring?.interval || price.recurring?.interval === params.recurring.interval) &&
          (!params.recurring?.usage_type || price.recurring?.usage_type === params.recurring.usage_type) &&
          isInRange(price.created, params.created),
        params,
        "/v1/prices",
      ),
  }),
];
