import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { recordAudit } from "@/lib/audit/record";
import { getInboxEvent } from "@/lib/billing/inbox-listing";
import { toPublicId } from "@/lib/core/ids";
import { clock } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { getCustomer } from "@/lib/success/get-customer";
import { getInvoice } from "@/lib/success/get-invoice";
import { readSchema } from "@/scripts/database/migration-files";
import { customerTimeline, sourceNames } from "@/tests/customer-timeline";
import { newPerson } from "@/tests/oauth-dance";
import { subscriptionRow } from "@/tests/subscription-row";

/** The columns that the schema classifies as security, by model. */
const secret = new Map<string, string[]>();
for (const { content } of readSchema()) {
  for (const [, model = "", body = ""] of content.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const columns = [...body.matchAll(/^ {2}(\w+) .*\/\/\/ @pii security\b/gm)].map(([, column = ""]) => column);
    if (columns.length > 0) secret.set(model, columns);
  }
}

/** The tables that an entry is made of. */
const tables: Record<string, string[]> = {
  audit: ["AuditRecord", "AuditDetail", "MoneyCall"],
  event: ["WebhookEvent"],
  call_dead: ["MoneyCall"],
  dispute: ["Dispute"],
  charge: ["Charge"],
  invoice_paid: ["Invoice"],
  invoice_issued: ["Invoice"],
  subscription_ended: ["Subscription"],
  subscription_canceled: ["Subscription"],
  trial_ended: ["Subscription"],
  subscription_started: ["Subscription"],
  checkout_settled: ["CheckoutSession"],
  lease: ["Lease", "Device"],
  premium_used: ["Onboarding"],
  mail: ["MailMessage"],
  refusal: ["Refusal"],
};

/** Of a refusal staff are to read what was wrong; it is written in words that hold no secret and no address. */
const meantForStaff = ["Refusal.detail"];

/** Column names that are secret wherever they stand. `id`, `key` and `detail` mean other things in other tables. */
const alwaysSecret = [...secret.values()].flat().filter((column) => !["id", "key", "detail"].includes(column));

const marked = (column: string) => `SECRET of ${column}`;

/** A customer of whom there is a row in every table that the pages of staff are made of, with all its secrets. */
async function everything() {
  const person = await newPerson();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: person.id } });
  const id = randomUUID().replaceAll("-", "");
  const at = clock.now();
  const stripeCustomerId = `cus_${id}`;
  const stripeInvoiceId = `in_${id}`;
  const stripeEventId = `evt_${id}`;
  await db().billingCustomer.create({ data: { accountId, stripeCustomerId } });
  await db().subscription.create({
    data: subscriptionRow({
      accountId,
      status: "canceled",
      startedAt: at,
      trialEndsAt: at,
      canceledAt: at,
      endedAt: at,
    }),
  });
  await db().invoice.create({
    data: {
      ...{ accountId, stripeInvoiceId, status: "paid", currency: "eur", totalMinor: 800, amountDueMinor: 800 },
      ...{ amountPaidMinor: 800, issuedAt: at, periodStart: at, periodEnd: at, paidAt: at },
      hostedUrl: marked("Invoice.hostedUrl"),
    },
  });
  await db().charge.create({
    data: {
      ...{ accountId, stripeChargeId: `ch_${id}`, stripeInvoiceId, state: "succeeded", currency: "eur" },
      ...{ amountMinor: 800, attemptedAt: at },
    },
  });
  await db().dispute.create({
    data: {
      ...{ accountId, stripeDisputeId: `du_${id}`, stripeChargeId: `ch_${id}`, status: "lost", reason: "fraudulent" },
      ...{ currency: "eur", amountMinor: 800, isWithdrawn: true, openedAt: at },
    },
  });
  await db().checkoutSession.create({
    data: {
      accountId,
      priceKey: "pro_monthly_eur",
      state: "complete",
      settledAt: at,
      url: marked("CheckoutSession.url"),
    },
  });
  await db().webhookEvent.create({
    data: { stripeEventId, type: "invoice.paid", stripeCustomerId, livemode: false, payload: "{}", occurredAt: at },
  });
  await db().moneyCall.create({
    data: { accountId, kind: "refund_charge", subject: `ch_${id}`, state: "unknown", attempts: 9, deadAt: at },
  });
  const times = { issuedAt: at, renewAfter: at, hardStop: at };
  await db().device.create({
    data: {
      ...{
        accountId,
        userId: person.id,
        name: "Chromium",
        clientId: "extension",
        deviceKey: "a-thumbprint",
        epoch: 4711,
      },
      lease: {
        create: {
          ...{ token: "e30.e30.SECRET", jti: randomUUID(), contentHash: "hash", kid: "kid", cause: "first" },
          ...{ clockOffsetMs: 0, ...times },
        },
      },
    },
  });
  await db().onboarding.create({ data: { accountId, premiumUsedAt: at, premiumUsedFeature: "advanced_audio" } });
  await db().mailMessage.create({
    data: {
      ...{ kind: "sign-in", recipient: person.email, userId: person.id, subject: "Sign in", businessAt: at },
      ...{ htmlSealed: marked("MailMessage.htmlSealed"), textSealed: marked("MailMessage.textSealed") },
    },
  });
  await db().refusal.create({
    data: {
      ...{
        id: marked(`Refusal.id ${id}`),
        kind: "forbidden",
        where: "/account",
        detail: "Only the owner may do this.",
      },
      ...{ accountId, requestId: marked("Refusal.requestId"), firstAt: at, lastAt: at },
    },
  });
  await transaction((tx) =>
    recordAudit(tx, {
      ...{ actor: { kind: "system", name: "a test" }, action: "billing.synced", accountId },
      ...{ subject: { kind: "account", id: accountId }, detail: { fence: 1 } },
    }),
  );
  return { accountId: toPublicId("account", accountId), stripeInvoiceId, stripeEventId };
}

/** Every name that stands in an object, at any depth. */
function namesIn(value: unknown): string[] {
  if (value === null || typeof value !== "object" || value instanceof Date) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

const asText = (value: unknown) =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one));

test("no column that is classified as security reaches a timeline entry or the object behind it", async () => {
  const { accountId } = await everything();
  const { data } = await customerTimeline((await getCustomer(accountId)).subject, { limit: 100 });
  expect(new Set(data.map(({ source }) => source))).toEqual(new Set(sourceNames));
  for (const { source, raw, sentence, reason, doer } of data) {
    expect(Object.keys(tables)).toContain(source);
    const columns = (tables[source] ?? []).flatMap((model) =>
      (secret.get(model) ?? []).filter((column) => !meantForStaff.includes(`${model}.${column}`)),
    );
    // The id of an entry is said by `id` itself, never by the object.
    const names = namesIn(raw);
    expect({ source, leaked: names.filter((name) => columns.includes(name) || alwaysSecret.includes(name)) }).toEqual({
      source,
      leaked: [],
    });
    expect(asText({ raw, sentence, reason, doer })).not.toContain("SECRET");
  }
});

test("no column that is classified as security reaches a page about a customer, an invoice or an event", async () => {
  const { accountId, stripeInvoiceId, stripeEventId } = await everything();
  const shown = [await getCustomer(accountId), await getInvoice(stripeInvoiceId), await getInboxEvent(stripeEventId)];
  for (const facts of shown) {
    expect(namesIn(facts).filter((name) => alwaysSecret.includes(name))).toEqual([]);
    expect(asText(facts)).not.toContain("SECRET");
  }
});

test("the classification is read from the schema", () => {
  expect(secret.get("MailMessage")).toEqual(["htmlSealed", "textSealed"]);
  expect(secret.get("CheckoutSession")).toEqual(["url"]);
  expect([...secret.keys()]).toEqual(expect.arrayContaining(["Refusal", "Device", "AuditDetail", "User"]));
});
