import { decidePeriodBoundary } from "../core/decide-period";
import { newId } from "../core/ids";
import type { Store } from "../core/store";
import type { Tx } from "../core/tx";
import type { Coupon, Customer, Discount, PromotionCode, Subscription } from "../core/wire";
import { invalidRequest, resourceMissing } from "../http/errors";
import { array, object, text } from "../http/params";

/** What a caller may name to grant a discount. */
export const discountInputs = array(object({ coupon: text(), promotion_code: text(), discount: text() }), 20);
export type DiscountInput = { coupon?: string; promotion_code?: string; discount?: string };

/** Who gets a discount, and what it would be taken off (minor units), where that is known. */
type Holder = {
  customer: string;
  subscription?: string | null;
  invoice?: string | null;
  checkoutSession?: string;
  bill?: Bill;
};
export type Bill = { amount: number; currency: string };

export function getCoupon(tx: Tx, id: string, param = "id", status = 404): Coupon {
  const coupon = tx.find("coupon", id);
  if (!coupon) throw resourceMissing("coupon", id, param, status);
  return coupon;
}

/** Whether a coupon can be redeemed at this moment. */
export function isRedeemable(coupon: Coupon, now: number): boolean {
  const isLeft = coupon.max_redemptions === null || coupon.times_redeemed < coupon.max_redemptions;
  return isLeft && (coupon.redeem_by === null || coupon.redeem_by > now);
}

/** The coupon and code that an input names. Throws 400 on one that can't be redeemed by this customer now. */
export function requireRedeemable(tx: Tx, input: DiscountInput, customer: string | null, param: string, bill?: Bill) {
  const code = input.promotion_code
    ? requireCode(tx, input.promotion_code, customer, `${param}[promotion_code]`, bill)
    : null;
  const couponId = code?.promotion.coupon ?? input.coupon;
  if (!couponId) throw invalidRequest("You must pass a coupon or a promotion code.", { param });
  const coupon = getCoupon(tx, couponId, `${param}[coupon]`, 400);
  if (!isRedeemable(coupon, tx.now)) {
    throw invalidRequest(`Coupon expired: ${coupon.id}`, { code: "coupon_expired", param: `${param}[coupon]` });
  }
  return { coupon, code };
}

function requireCode(tx: Tx, id: string, customer: string | null, param: string, bill?: Bill): PromotionCode {
  const code = tx.find("promotion_code", id);
  if (!code) throw resourceMissing("promotion code", id, param, 400);
  const isLeft = code.max_redemptions === null || code.times_redeemed < code.max_redemptions;
  const isInTime = code.expires_at === null || code.expires_at > tx.now;
  const isForHer = code.customer === null || code.customer === customer;
  const isFirst =
    !code.restrictions.first_time_transaction ||
    !customer ||
    !tx.related("invoice", "customer", customer).some((invoice) => invoice.amount_paid > 0);
  if (code.active && isLeft && isInTime && isForHer && isFirst && reachesMinimum(code, bill)) return code;
  throw invalidRequest(`This promotion code cannot be redeemed: ${code.code}.`, { param });
}

/** Where it is not known what a code will be used for, its minimum is not asked about. */
function reachesMinimum({ restrictions }: PromotionCode, bill: Bill | undefined): boolean {
  const { minimum_amount, minimum_amount_currency } = restrictions;
  if (!bill || minimum_amount === null) return true;
  return bill.currency === minimum_amount_currency && bill.amount >= minimum_amount;
}

/** Redeems a coupon for a customer, a subscription or one invoice, and counts the redemption. */
export function grantDiscount(
  tx: Tx,
  input: DiscountInput,
  holder: Holder,
  event: "customer.discount.created" | "customer.discount.updated" | null,
  param = "discounts",
): Discount {
  if (input.discount) {
    const known = tx.find("discount", input.discount);
    if (!known || known.customer !== holder.customer) throw resourceMissing("discount", input.discount, param, 400);
    return known;
  }
  const { coupon, code } = requireRedeemable(tx, input, holder.customer, param, holder.bill);
  const times_redeemed = coupon.times_redeemed + 1;
  tx.update("coupon", coupon, { times_redeemed, valid: isRedeemable({ ...coupon, times_redeemed }, tx.now) }, null);
  if (code) tx.update("promotion_code", code, { times_redeemed: code.times_redeemed + 1 }, null);
  const months = coupon.duration === "repeating" ? coupon.duration_in_months : null;
  const discount: Discount = {
    id: newId("di"),
    object: "discount",
    checkout_session: holder.checkoutSession ?? null,
    customer: holder.customer,
    customer_account: null,
    end: months ? decidePeriodBoundary(tx.now, { interval: "month", interval_count: 1 }, months) : null,
    invoice: holder.invoice ?? null,
    invoice_item: null,
    promotion_code: code?.id ?? null,
    source: { coupon: coupon.id, type: "coupon" },
    start: tx.now,
    subscription: holder.subscription ?? null,
    subscription_item: null,
  };
  return tx.create("discount", discount, event);
}

/** The discounts an invoice of this customer gets: the subscription's own, else the customer's. */
export function discountsFor(customer: Customer, subscription: Subscription | null): string[] {
  if (subscription && subscription.discounts.length > 0) return subscription.discounts;
  return customer.discount ? [customer.discount.id] : [];
}

/** Whether a customer or a subscription still has a discount. An ended one stays known to the invoices that used it. */
function isHeld(store: Store, discount: Discount): boolean {
  if (discount.subscription) {
    return store.find("subscription", discount.subscription)?.discounts.includes(discount.id) ?? false;
  }
  return store.find("customer", discount.customer ?? "")?.discount?.id === discount.id;
}

/** When the first of these discounts ends by itself (Unix seconds), or null. */
export function firstEnd(store: Store, discounts: readonly string[]): number | null {
  const ends = discounts.flatMap((id) => store.find("discount", id)?.end ?? []);
  return ends.length > 0 ? Math.min(...ends) : null;
}

/** Takes a discount away whose months are over. */
export function endIfOver(tx: Tx, id: string): void {
  const discount = tx.find("discount", id);
  if (discount?.end && discount.end <= tx.now) endDiscount(tx, discount);
}

/** Takes a discount away from who holds it. */
export function endDiscount(tx: Tx, discount: Discount): void {
  if (!isHeld(tx.store, discount)) return;
  if (discount.subscription) {
    const subscription = tx.get("subscription", discount.subscription);
    const discounts = subscription.discounts.filter((id) => id !== discount.id);
    tx.update("subscription", subscription, { discounts }, "customer.subscription.updated");
  } else {
    tx.update("customer", tx.get("customer", discount.customer ?? ""), { discount: null }, null);
  }
  tx.emit("customer.discount.deleted", discount);
}
