import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { CheckoutLine, Price } from "../core/wire";
import { invalidRequest, notInSandbox, parameterMissing } from "../http/errors";
import type { Params } from "../http/params";
import type { createCheckoutParams } from "./checkout-params";
import { createInlinePrice } from "./new-price";
import { getPrice } from "./prices";

type CreateParams = Params<typeof createCheckoutParams>;

/** The lines of a session, each with its price as it is now. */
export function readLines(tx: Tx, params: CreateParams): CheckoutLine[] {
  if (!params.line_items?.length) throw parameterMissing("line_items");
  return params.line_items.map((item, index) => {
    const name = `line_items[${index}]`;
    if ((item.price === undefined) === (item.price_data === undefined)) throw parameterMissing(`${name}[price]`);
    const price = item.price_data
      ? createInlinePrice(tx, item.price_data, `${name}[price_data]`)
      : getPrice(tx, item.price ?? "", `${name}[price]`, 400);
    if (!price.active && !item.price_data) {
      throw invalidRequest(`The price specified is inactive. This field only accepts active prices.`, {
        param: `${name}[price]`,
      });
    }
    if (item.quantity === undefined) throw parameterMissing(`${name}[quantity]`);
    return checkoutLine(tx, price, item.quantity);
  });
}

function checkoutLine(tx: Tx, price: Price, quantity: number): CheckoutLine {
  const amount = (price.unit_amount ?? 0) * quantity;
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: tx.get("product", price.product).name,
    metadata: {},
    price,
    quantity,
  };
}

/** The rules a subscription's prices share: recurring, of one currency and one interval. Returns the currency. */
export function requireOneRhythm(
  tx: Tx,
  lines: CheckoutLine[],
  customer: string | null,
  currency: string | undefined,
): string {
  const [first] = lines;
  if (!first || lines.every((line) => !line.price.recurring)) {
    throw invalidRequest("You must provide at least one recurring price in `subscription` mode when using prices.");
  }
  for (const { price } of lines) {
    if (!price.recurring) throw notInSandbox("one-time prices in a subscription's checkout");
    if (price.currency !== first.currency) {
      throw invalidRequest("All prices of a checkout session must use the same currency.", { param: "line_items" });
    }
    const sameInterval =
      price.recurring.interval === first.price.recurring?.interval &&
      price.recurring.interval_count === first.price.recurring?.interval_count;
    if (!sameInterval) throw notInSandbox("prices with different intervals in one subscription");
  }
  if (currency && currency.toLowerCase() !== first.currency) {
    throw invalidRequest(`The price \`${first.price.id}\` is not available in ${currency}.`, { param: "currency" });
  }
  const running = customer
    ? tx.filter("subscription", (sub) => sub.customer === customer && sub.ended_at === null)
    : [];
  const other = running.find((subscription) => subscription.currency !== first.currency);
  if (other) {
    throw invalidRequest(
      `You cannot combine currencies on a single customer. This customer has an active subscription with currency ${other.currency}.`,
    );
  }
  return first.currency;
}

/** The rules of a session that is paid once: one-time prices of one currency. Returns the currency. */
export function requireOneTime(lines: CheckoutLine[], currency: string | undefined): string {
  const [first] = lines;
  if (!first) throw parameterMissing("line_items");
  for (const { price } of lines) {
    if (price.recurring) {
      throw invalidRequest(
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
      );
    }
    if (price.currency !== first.price.currency) {
      throw invalidRequest("All prices of a checkout session must use the same currency.", { param: "line_items" });
    }
  }
  if (currency && currency.toLowerCase() !== first.currency) {
    throw invalidRequest(`The price \`${first.price.id}\` is not available in ${currency}.`, { param: "currency" });
  }
  return first.currency;
}
