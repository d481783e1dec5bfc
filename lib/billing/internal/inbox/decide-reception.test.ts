import { expect, test } from "vitest";
import { decideReception, stripeEvent } from "@/lib/billing/internal/inbox/decide-reception";

function event(type: string, object: Record<string, unknown>, previous_attributes?: Record<string, unknown>) {
  return stripeEvent.parse({ id: "evt_1", type, created: 1, livemode: false, data: { object, previous_attributes } });
}

test.each([
  ["customer.subscription.updated", { object: "subscription", customer: "cus_1" }, "received", "cus_1"],
  ["invoice.paid", { object: "invoice", customer: { id: "cus_1", object: "customer" } }, "received", "cus_1"],
  ["checkout.session.completed", { object: "checkout.session", customer: "cus_1" }, "received", "cus_1"],
  ["customer.deleted", { object: "customer", id: "cus_1" }, "received", "cus_1"],
  ["charge.refunded", { object: "charge", customer: "cus_1" }, "received", "cus_1"],
  ["charge.dispute.created", { object: "dispute", charge: "ch_1" }, "received", null],
  ["charge.dispute.funds_withdrawn", { object: "dispute", charge: { id: "ch_1" } }, "received", null],
  ["charge.dispute.closed", { object: "dispute", charge: null }, "ignored", null],
  ["refund.failed", { object: "refund", charge: "ch_1" }, "received", null],
  ["refund.updated", { object: "refund", charge: null }, "ignored", null],
  ["invoice.paid", { object: "invoice", customer: null, charge: "ch_1" }, "ignored", null],
  ["customer.updated", { object: "customer", id: "cus_1" }, "ignored", "cus_1"],
  ["invoiceitem.created", { object: "invoiceitem", customer: "cus_1" }, "received", "cus_1"],
  ["customer.discount.deleted", { object: "discount", customer: "cus_1" }, "received", "cus_1"],
  ["charge.succeeded", { object: "charge", customer: "cus_1" }, "ignored", "cus_1"],
  ["invoice.paid", { object: "invoice", customer: null }, "ignored", null],
  ["invoice.paid", { object: "invoice", customer: { id: 7 } }, "ignored", null],
  ["price.created", { object: "price", id: "price_1" }, "ignored", null],
])("%s of %o is %s", (type, object, state, stripeCustomerId) => {
  expect(decideReception(event(type, object))).toEqual({ state, stripeCustomerId });
});

test.each([
  [{ balance: 0 }, "received"],
  [{ discount: null }, "received"],
  [{ email: "old@example.com" }, "ignored"],
])("a customer who had %o before is %s", (before, state) => {
  expect(decideReception(event("customer.updated", { object: "customer", id: "cus_1" }, before)).state).toBe(state);
});

test("what is no event of Stripe's is not read as one", () => {
  for (const value of [
    null,
    {},
    { id: "evt_1" },
    { id: "x", type: "y", created: 1, livemode: false, data: { object: {} } },
  ]) {
    expect(stripeEvent.safeParse(value).success).toBe(false);
  }
});
