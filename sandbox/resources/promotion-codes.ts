import { getCoupon, isRedeemable } from "../billing/discounts";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PromotionCode } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, parameterMissing, resourceMissing } from "../http/errors";
import { boolean, integer, isInRange, metadata, notYet, object, oneOf, range, required, text } from "../http/params";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";

function getPromotionCode(tx: Tx, id: string): PromotionCode {
  const code = tx.find("promotion_code", id);
  if (!code) throw resourceMissing("promotion code", id, "promotion_code");
  return code;
}

export const promotionCodeEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/promotion_codes",
    params: {
      active: boolean,
      code: text(500),
      /** The older way to name it, which Stripe's own CLI still uses. */
      coupon: text(),
      customer: text(),
      customer_account: notYet,
      expires_at: integer(),
      max_redemptions: integer({ min: 1 }),
      metadata,
      promotion: object({ type: required(oneOf("coupon")), coupon: text() }),
      restrictions: object({
        first_time_transaction: boolean,
        minimum_amount: integer({ min: 1 }),
        minimum_amount_currency: text(3),
        currency_options: notYet,
      }),
    },
    run: (tx, params) => {
      const couponId = params.promotion?.coupon ?? params.coupon;
      if (!couponId) throw parameterMissing("promotion");
      const coupon = getCoupon(tx, couponId, "coupon", 400);
      if (!isRedeemable(coupon, tx.now)) throw invalidRequest("The coupon is no longer valid.", { param: "coupon" });
      if (params.customer) getCustomer(tx, params.customer, "customer", 400);
      const code = params.code ?? newId("", 8).slice(1).toUpperCase();
      const [taken] = tx.filter("promotion_code", (one) => one.active && one.code.toLowerCase() === code.toLowerCase());
      if (taken) {
        throw invalidRequest("An active promotion code with this code already exists.", { param: "code" });
      }
      const { minimum_amount, minimum_amount_currency } = params.restrictions ?? {};
      if ((minimum_amount === undefined) !== (minimum_amount_currency === undefined)) {
        throw invalidRequest("A minimum amount needs its currency, and the other way round.", {
          param: "restrictions",
        });
      }
      const promotionCode: PromotionCode = {
        id: newId("promo"),
        object: "promotion_code",
        active: params.active ?? true,
        code,
        created: tx.now,
        customer: params.customer ?? null,
        customer_account: null,
        expires_at: params.expires_at ?? null,
        livemode: false,
        max_redemptions: params.max_redemptions ?? null,
        metadata: mergeMetadata({}, params.metadata),
        promotion: { coupon: coupon.id, type: "coupon" },
        restrictions: {
          first_time_transaction: params.restrictions?.first_time_transaction ?? false,
          minimum_amount: minimum_amount ?? null,
          minimum_amount_currency: minimum_amount_currency?.toLowerCase() ?? null,
        },
        times_redeemed: 0,
      };
      return tx.create("promotion_code", promotionCode, "promotion_code.created");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/promotion_codes/:id",
    params: {},
    run: (tx, _params, id) => getPromotionCode(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/promotion_codes/:id",
    params: { active: boolean, metadata, restrictions: notYet },
    run: (tx, params, id) => {
      const before = getPromotionCode(tx, id);
      const changes = given({ active: params.active, metadata: mergeMetadata(before.metadata ?? {}, params.metadata) });
      return tx.update("promotion_code", before, changes, "promotion_code.updated");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/promotion_codes",
    params: {
      ...listParams,
      active: boolean,
      code: text(),
      coupon: text(),
      created: range,
      customer: text(),
      customer_account: notYet,
    },
    run: (tx, params) =>
      page(
        tx.store.all("promotion_code"),
        (code) =>
          (params.active === undefined || code.active === params.active) &&
          (!params.code || code.code.toLowerCase() === params.code.toLowerCase()) &&
          (!params.coupon || code.promotion.coupon === params.coupon) &&
          (!params.customer || code.customer === params.customer) &&
          isInRange(code.created, params.created),
        params,
        "/v1/promotion_codes",
      ),
  }),
];
