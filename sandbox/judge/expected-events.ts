import type { Stripe } from "stripe";

export type Expected = {
  /** Where the event's name differs from the trigger's. */
  event?: Stripe.Event["type"];
  /** What the event's object must be. */
  object: { [key: string]: unknown };
  /** What `previous_attributes` must hold. */
  previous?: { [key: string]: unknown };
};

const foo = { metadata: { foo: "bar" } };
const wasWithoutFoo = { metadata: { foo: null } };

/** What Stripe's own fixtures lead to. A trigger that is missing here counts as a miss: nothing passes unexamined. */
export const expectedEvents: { [trigger: string]: Expected | undefined } = {
  "billing_portal.configuration.created": {
    object: { active: true, features: { subscription_cancel: { enabled: true } } },
  },
  "billing_portal.configuration.updated": { object: foo, previous: wasWithoutFoo },
  "billing_portal.session.created": { object: { object: "billing_portal.session", livemode: false } },
  "charge.captured": {
    object: { amount: 2000, amount_captured: 2000, captured: true, paid: true, status: "succeeded" },
  },
  "charge.dispute.closed": { object: { status: "warning_closed", balance_transactions: [] } },
  "charge.dispute.created": { object: { amount: 100, status: "warning_needs_response", balance_transactions: [] } },
  "charge.dispute.updated": { object: { ...foo, status: "warning_needs_response" }, previous: wasWithoutFoo },
  "charge.failed": {
    object: { paid: false, status: "failed", failure_code: "card_declined", balance_transaction: null },
  },
  "charge.refund.updated": { object: { object: "refund", status: "succeeded", metadata: { order_id: "6735" } } },
  "charge.refunded": { object: { amount: 100, amount_refunded: 100, refunded: true, status: "succeeded" } },
  "charge.succeeded": { object: { amount: 100, paid: true, captured: true, status: "succeeded", refunded: false } },
  "checkout.session.async_payment_failed": {
    object: { mode: "payment", status: "complete", payment_status: "unpaid", amount_total: 3000, currency: "eur" },
  },
  "checkout.session.async_payment_succeeded": {
    object: { mode: "payment", status: "complete", payment_status: "paid", amount_total: 3000, currency: "eur" },
  },
  "checkout.session.completed": {
    object: { mode: "payment", status: "complete", payment_status: "paid", amount_total: 3000, currency: "usd" },
  },
  "checkout.session.expired": { object: { status: "expired", payment_status: "unpaid", url: null } },
  "coupon.created": { object: { percent_off: 20, valid: true, times_redeemed: 0, duration: "once" } },
  "coupon.deleted": { object: { percent_off: 20, object: "coupon" } },
  "coupon.updated": { object: foo, previous: wasWithoutFoo },
  "credit_note.created": { object: { status: "issued", total: 1000, type: "pre_payment" } },
  "credit_note.updated": { object: { ...foo, status: "issued" }, previous: wasWithoutFoo },
  "credit_note.voided": { object: { status: "void", total: 1000 } },
  "customer.created": { object: { object: "customer", description: "(created by Stripe CLI)", delinquent: false } },
  "customer.deleted": { object: { object: "customer", description: "(created by Stripe CLI)" } },
  "customer.discount.created": { object: { object: "discount", end: null, subscription: null } },
  "customer.discount.deleted": { object: { object: "discount", subscription: null } },
  "customer.discount.updated": { object: { object: "discount", subscription: null } },
  "customer.subscription.created": { object: { status: "active", collection_method: "charge_automatically" } },
  "customer.subscription.deleted": {
    object: { status: "canceled", cancellation_details: { reason: "cancellation_requested" } },
  },
  "customer.subscription.paused": { object: { status: "paused" } },
  "customer.subscription.trial_will_end": { object: { status: "trialing" } },
  "customer.subscription.updated": { object: { ...foo, status: "active" }, previous: wasWithoutFoo },
  "customer.updated": { object: foo, previous: wasWithoutFoo },
  "invoice.created": { object: { status: "draft", amount_due: 2000, billing_reason: "manual", number: null } },
  "invoice.deleted": { object: { status: "draft", amount_due: 2000 } },
  "invoice.finalized": { object: { status: "open", amount_remaining: 2000, amount_paid: 0 } },
  "invoice.marked_uncollectible": { object: { status: "uncollectible", amount_remaining: 2000 } },
  "invoice.paid": { object: { status: "paid", amount_paid: 2000, amount_remaining: 0, attempted: true } },
  "invoice.payment_action_required": { object: { status: "open", amount_paid: 0, amount_remaining: 2000 } },
  "invoice.payment_failed": { object: { status: "open", attempted: true, amount_remaining: 2000 } },
  "invoice.payment_succeeded": { object: { status: "paid", amount_paid: 2000, amount_remaining: 0 } },
  "invoice.sent": { object: { status: "open", collection_method: "send_invoice", customer_email: "bob@example.com" } },
  "invoice.updated": { object: { ...foo, status: "draft" }, previous: wasWithoutFoo },
  "invoice.voided": { object: { status: "void", amount_paid: 0 } },
  "invoiceitem.created": { object: { amount: 2000, currency: "usd", invoice: null, proration: false } },
  "invoiceitem.deleted": { object: { amount: 2000, object: "invoiceitem" } },
  "payment_intent.amount_capturable_updated": {
    object: { status: "requires_capture", amount_capturable: 2000, amount_received: 0, capture_method: "manual" },
  },
  "payment_intent.canceled": { object: { status: "canceled", cancellation_reason: "requested_by_customer" } },
  "payment_intent.created": { object: { status: "requires_payment_method", amount: 2000, latest_charge: null } },
  "payment_intent.payment_failed": {
    object: { status: "requires_payment_method", last_payment_error: { type: "card_error", code: "card_declined" } },
  },
  "payment_intent.processing": { object: { status: "processing", amount: 1000, payment_method_types: ["sepa_debit"] } },
  "payment_intent.requires_action": { object: { status: "requires_action", next_action: { type: "use_stripe_sdk" } } },
  "payment_intent.succeeded": { object: { status: "succeeded", amount: 2000, amount_received: 2000 } },
  "payment_method.attached": { object: { type: "card", card: { last4: "4242", brand: "visa" } } },
  "payment_method.detached": { object: { type: "card", customer: null } },
  "payment_method.updated": { object: { ...foo, type: "card" }, previous: wasWithoutFoo },
  "price.created": { object: { active: true, unit_amount: 1500, type: "recurring" } },
  "price.updated": { object: foo, previous: wasWithoutFoo },
  "product.created": { object: { active: true, name: "myproduct" } },
  "product.deleted": { object: { object: "product", name: "myproduct" } },
  "product.updated": { object: foo, previous: wasWithoutFoo },
  "promotion_code.created": { object: { active: true, times_redeemed: 0, promotion: { type: "coupon" } } },
  "promotion_code.updated": { object: foo, previous: wasWithoutFoo },
  "setup_intent.canceled": { object: { status: "canceled", cancellation_reason: "requested_by_customer" } },
  "setup_intent.created": { object: { status: "requires_payment_method", usage: "off_session" } },
  "setup_intent.requires_action": { object: { status: "requires_action", next_action: { type: "use_stripe_sdk" } } },
  "setup_intent.setup_failed": {
    object: { status: "requires_payment_method", last_setup_error: { type: "card_error", code: "card_declined" } },
  },
  "setup_intent.succeeded": { object: { status: "succeeded", last_setup_error: null } },
  "subscription.payment_failed": { event: "invoice.payment_failed", object: { status: "open", amount_due: 2000 } },
  "subscription.payment_succeeded": {
    event: "invoice.payment_succeeded",
    object: { status: "paid", amount_paid: 2000, billing_reason: "subscription_create" },
  },
  "subscription_schedule.aborted": { object: { status: "canceled" } },
  "subscription_schedule.canceled": { object: { status: "canceled" } },
  "subscription_schedule.completed": { object: { status: "completed" } },
  "subscription_schedule.created": { object: { object: "subscription_schedule", end_behavior: "release" } },
  "subscription_schedule.expiring": { object: { status: "active", end_behavior: "cancel" } },
  "subscription_schedule.released": { object: { status: "released", subscription: null } },
  "subscription_schedule.updated": { object: { ...foo, status: "active" }, previous: wasWithoutFoo },
  "test_helpers.test_clock.advancing": { object: { status: "advancing" } },
  "test_helpers.test_clock.created": { object: { status: "ready", frozen_time: 1577836800 } },
  "test_helpers.test_clock.deleted": { object: { object: "test_helpers.test_clock" } },
  "test_helpers.test_clock.ready": { object: { status: "ready", frozen_time: 1580515200 } },
};
