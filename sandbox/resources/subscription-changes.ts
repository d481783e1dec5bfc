import type { ItemChange } from "../billing/change-subscription";
import type { Tx } from "../core/tx";
import type { Price, Subscription } from "../core/wire";
import { invalidRequest, notInSandbox, parameterMissing, resourceMissing } from "../http/errors";
import { boolean, integer, metadata, notYetParams, object, oneOf, type Params, text } from "../http/params";
import { mergeMetadata } from "./metadata";
import { createInlinePrice, type PriceData, priceData } from "./new-price";
import { getPrice } from "./prices";

export const prorationBehavior = oneOf("always_invoice", "create_prorations", "none");

export const itemShape = {
  metadata,
  /** The older name of a price. */
  plan: text(),
  price: text(),
  price_data: priceData,
  quantity: integer({ min: 0, max: 999_999 }),
  ...notYetParams("billing_thresholds", "current_trial", "discounts", "tax_rates"),
};

const changeShape = { ...itemShape, clear_usage: boolean, deleted: boolean, id: text() };
export const itemChange = object(changeShape);
type ItemInput = Params<typeof changeShape>;

/** A price that a subscription can have, or 400. */
function requireRecurring(tx: Tx, id: string, param: string, currency: string | null) {
  const price = getPrice(tx, id, param, 400);
  if (!price.recurring) {
    throw invalidRequest(
      "The price specified is set to `type=one_time` but this field only accepts recurring prices.",
      {
        param,
      },
    );
  }
  if (!price.active) {
    throw invalidRequest("The price specified is inactive. This field only accepts active prices.", { param });
  }
  if (currency && price.currency !== currency) {
    throw invalidRequest(`The price specified supports \`${price.currency}\` while this needs \`${currency}\`.`, {
      param,
    });
  }
  return price;
}

/** The recurring price that an item names or describes; undefined when it does neither. */
export function itemPrice(
  tx: Tx,
  item: { price?: string; plan?: string; price_data?: PriceData },
  name: string,
  currency: string | null,
): Price | undefined {
  const id = item.price ?? item.plan;
  if (id !== undefined) return requireRecurring(tx, id, `${name}[price]`, currency);
  if (!item.price_data) return undefined;
  const price = createInlinePrice(tx, item.price_data, `${name}[price_data]`);
  if (!price.recurring) throw parameterMissing(`${name}[price_data][recurring]`);
  if (!currency || price.currency === currency) return price;
  throw invalidRequest(`This needs a price in \`${currency}\`.`, { param: `${name}[price_data][currency]` });
}

/** What a caller asks to change, checked against the subscription. */
export function readChanges(tx: Tx, subscription: Subscription, inputs: readonly ItemInput[]): ItemChange[] {
  const changes = inputs.map((input, index): ItemChange => {
    const item = subscription.items.data.find(({ id }) => id === input.id);
    if (input.id && !item) throw resourceMissing("subscription item", input.id, `items[${index}][id]`, 400);
    const param = `items[${index}][price]`;
    const price = itemPrice(tx, input, `items[${index}]`, subscription.currency);
    if (!item && !price) throw invalidRequest("An item needs a price.", { param });
    if (!item && subscription.items.data.some((one) => one.price.id === price?.id)) {
      throw invalidRequest(
        `Cannot add multiple subscription items with the same price: \`${price?.id}\`. Update the quantity instead.`,
        { param },
      );
    }
    const { deleted, quantity } = input;
    return {
      id: item?.id,
      deleted,
      price,
      quantity,
      metadata: input.metadata === undefined ? undefined : mergeMetadata(item?.metadata ?? {}, input.metadata),
    };
  });
  requireOneInterval(subscription, changes);
  return changes;
}

function requireOneInterval(subscription: Subscription, changes: ItemChange[]): void {
  const kept = subscription.items.data.flatMap((item) => {
    const change = changes.find(({ id }) => id === item.id);
    return change?.deleted ? [] : [change?.price ?? item.price];
  });
  const added = changes.flatMap(({ id, price }) => (id || !price ? [] : [price]));
  const rhythms = new Set(
    [...kept, ...added].map(({ recurring }) => `${recurring?.interval_count} ${recurring?.interval}`),
  );
  if (rhythms.size === 0) {
    throw invalidRequest("A subscription must have at least one active plan. Cancel it instead.", { param: "items" });
  }
  if (rhythms.size > 1) throw notInSandbox("prices with different intervals in one subscription");
}
