import { expect } from "vitest";
import type { Sandbox } from "../core/sandbox";
import type { Event, Invoice, SubscriptionStatus } from "../core/wire";

type Told = { sandbox: Sandbox };

/** Where a subscription may go from where it is. Source: https://docs.stripe.com/billing/subscriptions/overview */
const arrows: Record<SubscriptionStatus, SubscriptionStatus[]> = {
  incomplete: ["active", "incomplete_expired", "canceled"],
  incomplete_expired: [],
  trialing: ["active", "past_due", "paused", "canceled"],
  active: ["trialing", "past_due", "unpaid", "canceled"],
  past_due: ["active", "unpaid", "canceled", "trialing"],
  unpaid: ["active", "past_due", "canceled", "trialing"],
  paused: ["active", "past_due", "canceled"],
  canceled: [],
};
const invoiceArrows: Record<Invoice["status"], Invoice["status"][]> = {
  draft: ["open", "paid", "void", "uncollectible"],
  open: ["paid", "void", "uncollectible"],
  uncollectible: ["paid", "void"],
  paid: [],
  void: [],
};

/** What the balance holds is what came in less what went out, and each movement of money has its entry. */
export function checkMoney({ sandbox: { store } }: Told): void {
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const entries = [...store.all("balance_transaction")];
  const of = (...types: string[]) => entries.filter(({ type }) => types.includes(type));
  const gross = (...types: string[]) => sum(of(...types).map(({ amount }) => amount));
  const charges = [...store.all("charge")];
  const refunds = [...store.all("refund")];
  expect(gross("charge", "payment")).toBe(sum(charges.map(({ amount_captured }) => amount_captured)));
  expect(gross("refund", "payment_refund")).toBe(0 - sum(refunds.map(({ amount }) => amount)));
  const failed = refunds.filter(({ status }) => status === "failed");
  expect(gross("refund_failure")).toBe(sum(failed.map(({ amount }) => amount)));
  expect(sum(charges.map(({ amount_refunded }) => amount_refunded))).toBe(
    sum(refunds.filter((refund) => !failed.includes(refund)).map(({ amount }) => amount)),
  );
  const disputes = [...store.all("dispute")];
  const taken = disputes.filter(({ status }) => status !== "won" && !status.startsWith("warning"));
  expect(gross("adjustment")).toBe(0 - sum(taken.map(({ amount }) => amount)));
  const fees = sum(entries.map(({ fee }) => fee));
  const held = sum(entries.map(({ net }) => net));
  expect(held).toBe(
    gross("charge", "payment") + gross("refund", "payment_refund", "refund_failure", "adjustment") - fees,
  );
  for (const entry of entries) {
    expect(entry.net).toBe(entry.amount - entry.fee);
    expect(entry.fee).toBe(sum(entry.fee_details.map(({ amount }) => amount)));
  }
  for (const charge of charges) {
    const booked = entries.filter(
      ({ source, type }) => source === charge.id && (type === "charge" || type === "payment"),
    );
    expect(booked).toHaveLength(charge.amount_captured > 0 ? 1 : 0);
  }
}

/** One that has happened is told once: of each of these there are as many events as there are of what they tell. */
export function checkCounts({ sandbox: { store } }: Told): void {
  const told = new Map<string, Set<string>>();
  let events = 0;
  for (const event of store.all("event")) {
    if (!(event.type in counted)) continue;
    events += 1;
    const { id }: Stateful = { id: "", ...event.data.object };
    told.set(event.type, (told.get(event.type) ?? new Set()).add(id));
  }
  expect(sumOf([...told.values()].map((ids) => ids.size))).toBe(events);
  for (const [type, kind] of Object.entries(counted)) expect(told.get(type)?.size ?? 0, type).toBe(store.count(kind));
}

const counted = {
  "customer.created": "customer",
  "customer.subscription.created": "subscription",
  "invoice.created": "invoice",
  "payment_intent.created": "payment_intent",
  "refund.created": "refund",
  "credit_note.created": "credit_note",
  "charge.dispute.created": "dispute",
} as const;

function sumOf(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

export function checkInvoices(shop: Told): void {
  for (const invoice of shop.sandbox.store.all("invoice")) {
    const lines = invoice.lines.data.reduce((sum, line) => sum + line.amount, 0);
    const off = invoice.total_discount_amounts.reduce((sum, { amount }) => sum + amount, 0);
    const offLines = invoice.lines.data
      .flatMap((line) => line.discount_amounts)
      .reduce((sum, { amount }) => sum + amount, 0);
    expect([invoice.subtotal, invoice.total, off]).toEqual([lines, lines - off, offLines]);
    expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due);
    expect(Math.min(invoice.amount_due, invoice.amount_remaining, invoice.amount_paid)).toBeGreaterThanOrEqual(0);
    if (invoice.status === "paid") expect(invoice.amount_remaining).toBe(0);
  }
  for (const customer of shop.sandbox.store.all("customer")) {
    const entries = shop.sandbox.store.related("customer_balance_transaction", "customer", customer.id);
    expect(customer.balance).toBe(entries.reduce((sum, { amount }) => sum + amount, 0));
  }
}

type Stateful = { id: string; status?: string; object: string };

/** Reads the event log as a webhook's receiver does: nothing jumps, nothing is told twice, the last word is the state. */
export function checkEvents(shop: Told): void {
  const last = new Map<string, Stateful>();
  const told = new Set<string>();
  for (const event of shop.sandbox.store.all("event")) {
    const object: Stateful = { id: "", ...event.data.object };
    if (object.object !== "subscription" && object.object !== "invoice") continue;
    checkArrow(last.get(object.id)?.status, object, event);
    if (!["invoice.payment_succeeded", "invoice.payment_failed", "invoice.sent"].includes(event.type)) {
      const once = `${event.type} ${JSON.stringify(object)}`;
      const before = last.get(object.id);
      expect(before && told.has(once) && JSON.stringify(before) === JSON.stringify(object), once).toBeFalsy();
      told.add(once);
    }
    last.set(object.id, object);
  }
  for (const kind of ["subscription", "invoice"] as const) {
    for (const object of shop.sandbox.store.all(kind)) expect(last.get(object.id)?.status).toBe(object.status);
  }
}

function checkArrow(from: string | undefined, { object, status = "" }: Stateful, event: Event): void {
  if (from === undefined || from === status) return;
  const allowed: Record<string, string[]> = object === "subscription" ? arrows : invoiceArrows;
  expect(allowed[from], `${from} → ${status} in ${event.type}`).toContain(status);
}
