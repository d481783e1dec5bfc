import { randomBytes } from "node:crypto";
import { getCoupon, isRedeemable } from "../billing/discounts";
import type { Coupon } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest } from "../http/errors";
import { array, integer, isInRange, metadata, notYet, object, oneOf, percent, range, text } from "../http/params";
import { mergeMetadata } from "./metadata";

export const couponEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/coupons",
    params: {
      amount_off: integer({ min: 1 }),
      applies_to: object({ products: array(text()) }),
      currency: text(3),
      currency_options: notYet,
      duration: oneOf("forever", "once", "repeating"),
      duration_in_months: integer({ min: 1 }),
      id: text(200),
      max_redemptions: integer({ min: 1 }),
      metadata,
      name: text(40),
      percent_off: percent,
      redeem_by: integer(),
    },
    run: (tx, params) => {
      if ((params.percent_off === undefined) === (params.amount_off === undefined)) {
        throw invalidRequest("Must provide exactly one of percent_off or amount_off.", { param: "percent_off" });
      }
      if (params.amount_off !== undefined && !params.currency) {
        throw invalidRequest("You must pass currency when passing amount_off", { param: "currency" });
      }
      const duration = params.duration ?? "once";
      if ((duration === "repeating") !== (params.duration_in_months !== undefined)) {
        throw invalidRequest("duration_in_months goes with the duration repeating, and only with it.", {
          param: "duration_in_months",
        });
      }
      const id = params.id ?? randomBytes(6).toString("base64url").replace(/[-_]/g, "X");
      if (tx.find("coupon", id)) {
        throw invalidRequest("Coupon already exists.", { code: "resource_already_exists", param: "id" });
      }
      const coupon: Coupon = {
        id,
        object: "coupon",
        amount_off: params.amount_off ?? null,
        created: tx.now,
        currency: params.currency?.toLowerCase() ?? null,
        duration,
        duration_in_months: params.duration_in_months ?? null,
        livemode: false,
        max_redemptions: params.max_redemptions ?? null,
        metadata: mergeMetadata({}, params.metadata),
        name: params.name ?? null,
        percent_off: params.percent_off ?? null,
        redeem_by: params.redeem_by ?? null,
        times_redeemed: 0,
        valid: true,
        ...(params.applies_to?.products ? { applies_to: { products: params.applies_to.products } } : {}),
      };
      return tx.create("coupon", coupon, "coupon.created");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/coupons/:id",
    params: {},
    run: (tx, _params, id) => {
      const coupon = getCoupon(tx, id);
      return { ...coupon, valid: isRedeemable(coupon, tx.now) };
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/coupons/:id",
    params: { metadata, name: text(40), currency_options: notYet },
    run: (tx, params, id) => {
      const before = getCoupon(tx, id);
      const changes = given({ name: params.name, metadata: mergeMetadata(before.metadata ?? {}, params.metadata) });
      return tx.update("coupon", before, changes, "coupon.updated");
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/coupons/:id",
    params: {},
    run: (tx, _params, id) => {
      const coupon = getCoupon(tx, id);
      const last: Coupon = { ...coupon, valid: false };
      tx.emit("coupon.deleted", last);
      // Discounts that were granted go on, so it stays known to them; nobody can redeem it any more.
      const isUsed = tx.filter("discount", (discount) => discount.source.coupon === id).length > 0;
      if (isUsed) tx.update("coupon", coupon, { redeem_by: tx.now, valid: false }, null);
      else tx.store.remove("coupon", id);
      return { id, object: "coupon", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/coupons",
    params: { ...listParams, created: range },
    run: (tx, params) =>
      page(tx.store.all("coupon"), (coupon) => isInRange(coupon.created, params.created), params, "/v1/coupons"),
  }),
];
