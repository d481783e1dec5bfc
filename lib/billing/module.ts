import { inboxOutbox, sweepInbox } from "@/lib/billing/inbox";
import { moneyOutbox, sweepMoney } from "@/lib/billing/internal/money/money-calls";
import { findRefundOutcomes } from "@/lib/billing/internal/money/refund-outcomes";
import { sweepOverdue } from "@/lib/billing/internal/sync/sweep-overdue";
import { readSettledCheckouts } from "@/lib/billing/internal/timeline/checkout-entries";
import { readEvents } from "@/lib/billing/internal/timeline/event-entries";
import {
  readCharges,
  readDeadCalls,
  readDisputes,
  readIssuedInvoices,
  readPaidInvoices,
} from "@/lib/billing/internal/timeline/money-entries";
import { subscriptionSources } from "@/lib/billing/internal/timeline/subscription-entries";
import { addMs, dayMs } from "@/lib/core/time";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface Sweeps {
    inbox: true;
    money: true;
    overdue: true;
  }
  interface AuditActions {
    "account.imported": "billing";
    "billing.customer_adopted": "billing";
    "billing.several_subscriptions_found": "billing";
    "billing.sync_requested": "billing";
    "billing.synced": "billing";
    "billing_portal.opened": "billing";
    "charge.refund_requested": "billing";
    "checkout.started": "billing";
    "import.customer_failed": "billing";
    "import.customer_skipped": "billing";
    "import.finished": "billing";
    "import.interrupted": "billing";
    "import.started": "billing";
    "inbox.event_replayed": "billing";
    "subscription.cancel_requested": "billing";
    "subscription.resume_requested": "billing";
  }
  interface StaffPermissions {
    "inbox.replay": "billing";
    "customer.sync": "billing";
    /** Cancel at the end of the period, and take that back. */
    "customer.subscription": "billing";
    "customer.refund": "billing";
  }
}

const keptMs = 90 * dayMs;

export const billing = {
  name: "billing",
  sweeps: { inbox: sweepInbox, money: sweepMoney, overdue: sweepOverdue },
  outboxes: [inboxOutbox, moneyOutbox],
  retention: [
    async (now) => {
      const where = { state: "finished", finishedAt: { lt: addMs(now, -keptMs) } } as const;
      return (await db().importRun.deleteMany({ where })).count;
    },
    async (now) => {
      const receivedAt = { lt: addMs(now, -keptMs) };
      return (await db().webhookEvent.deleteMany({ where: { state: { in: ["handled", "ignored"] }, receivedAt } }))
        .count;
    },
    async (now) => {
      const createdAt = { lt: addMs(now, -keptMs) };
      const where = { state: { notIn: ["creating" as const, "open" as const] }, createdAt };
      return (await db().checkoutSession.deleteMany({ where })).count;
    },
  ],
  audit: {
    "account.imported": { kind: "account", says: "billing.audit.account.imported" },
    "billing.customer_adopted": { kind: "sync", says: "billing.audit.billing.customer_adopted" },
    "billing.several_subscriptions_found": {
      kind: "sync",
      says: "billing.audit.billing.several_subscriptions_found",
      isSameByStaff: true,
    },
    "billing.sync_requested": { kind: "sync", says: "billing.audit.billing.sync_requested" },
    "billing.synced": { kind: "sync", says: "billing.audit.billing.synced", isSameByStaff: true },
    "billing_portal.opened": { kind: "subscription", says: "billing.audit.billing_portal.opened" },
    "charge.refund_requested": {
      kind: "account",
      says: "billing.audit.charge.refund_requested",
      findOutcomes: findRefundOutcomes,
    },
    "checkout.started": { kind: "checkout", says: "billing.audit.checkout.started" },
    "import.customer_failed": { kind: "account", says: "billing.audit.import.customer_failed" },
    "import.customer_skipped": { kind: "account", says: "billing.audit.import.customer_skipped" },
    "import.finished": { kind: "service", says: "billing.audit.import.finished" },
    "import.interrupted": { kind: "service", says: "billing.audit.import.interrupted" },
    "import.started": { kind: "service", says: "billing.audit.import.started" },
    "inbox.event_replayed": { kind: "account", says: "billing.audit.inbox.event_replayed" },
    "subscription.cancel_requested": { kind: "subscription", says: "billing.audit.subscription.cancel_requested" },
    "subscription.resume_requested": { kind: "subscription", says: "billing.audit.subscription.resume_requested" },
  },
  timeline: [
    { name: "event", kinds: ["event"], ids: "text", read: readEvents },
    { name: "call_dead", kinds: ["money"], ids: "uuid", read: readDeadCalls },
    { name: "dispute", kinds: ["money"], ids: "uuid", read: readDisputes },
    { name: "charge", kinds: ["money"], ids: "uuid", read: readCharges },
    { name: "invoice_paid", kinds: ["money"], ids: "uuid", read: readPaidInvoices },
    { name: "invoice_issued", kinds: ["money"], ids: "uuid", read: readIssuedInvoices },
    ...subscriptionSources,
    { name: "checkout_settled", kinds: ["checkout"], ids: "uuid", read: readSettledCheckouts },
  ],
  permissions: {
    "inbox.replay": ["operator", "admin"],
    "customer.sync": ["support", "finance", "operator", "admin"],
    "customer.subscription": ["support", "finance", "operator", "admin"],
    "customer.refund": ["finance", "admin"],
  },
  navigation: [
    { area: "staff", href: "/staff/inbox", label: "nav.inbox", section: "/staff/inbox", order: 30 },
    { area: "account", href: "/account", label: "portal.nav.overview", order: 10 },
    { area: "account", href: "/account/subscription", label: "portal.nav.subscription", order: 20 },
    { area: "account", href: "/account/invoices", label: "portal.nav.invoices", order: 40 },
  ],
} as const satisfies Module;
