import pg from "pg";

/*
 * Accounts as a business of fourteen months has them: customers with people, subscriptions with and without a trial, some
 * that ended, some past due, an invoice with its line and its charge for each period, mails, events and audit rows.
 * Everything follows from an account's number, so that each run measures the same rows.
 */

/** How many of 100: with a subscription, with a yearly price, in dollars, that ended, whose payment failed. */
const shares = { subscribed: 75, trial: 60, yearly: 20, dollars: 30, ended: 30, pastDue: 2 };

/** Fills the database up to this many accounts, of which `already` are there. Needs a role that may switch off triggers. */
export async function fillAccounts(superuserUrl: string, already: number, wanted: number): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    // One note for each account at the end instead of one for each line; foreign keys hold by construction.
    await client.query("set session_replication_role = replica");
    await client.query("set jit = off");
    await client.query(plan, [already + 1, wanted]);
    for (const statement of statements) await client.query(statement);
    await client.query("drop table filled");
  } finally {
    await client.end();
  }
}

/** What autovacuum does in time: counts of rows are known, and indexes can answer alone. */
export async function tidyDatabase(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query("vacuum (analyze)").finally(() => client.end());
}

/** One line for each account with all that is decided about it; they joined within 420 days. */
const plan = `
  create temporary table filled as
  with numbered as (
    select n, hashint4(n)::bigint & 2147483647 as lot from generate_series($1::int, $2::int) n
  ), dated as (
    select n, lot, date_trunc('second', now() - (lot % 36288000) * interval '1 second') as joined from numbered
  )
  select n, lot, joined, gen_random_uuid() as "userId", uuidv7(joined - now()) as "accountId",
    uuidv7(joined - now()) as "subscriptionId",
    (lot / 3) % 100 < ${shares.subscribed} as subscribed,
    (lot / 5) % 100 < ${shares.trial} as "hasTrial",
    (lot / 11) % 100 < ${shares.yearly} as "isYearly",
    case when (lot / 7) % 100 < ${shares.dollars} then 'usd' else 'eur' end as currency,
    (lot / 13) % 100 < ${shares.ended} as "mayEnd",
    (lot / 17) % 100 < ${shares.pastDue} as "isPastDue",
    (lot / 19) % 300 as "endsAfterDays"
  from dated`;

const dated = `
  select *, joined + case when "hasTrial" then interval '14 days' else interval '0' end as begins,
    case when "hasTrial" then joined + interval '14 days' end as "trialEndsAt",
    case when "mayEnd" and joined + "endsAfterDays" * interval '1 day' < now()
      then joined + "endsAfterDays" * interval '1 day' end as "endedAt",
    case when "isYearly" then interval '1 year' else interval '1 month' end as step,
    case when "isYearly" then 8000 else 800 end as amount
  from filled where subscribed`;

/** One line for each period that was invoiced. A quarter of the monthly ones paid less in their first three months. */
const periods = `
  select d.*, p.start, p.start + d.step as stop, row_number() over (partition by d.n order by p.start) as number,
    p.start + d.step > coalesce(d."endedAt", now()) as "isLast",
    case when not d."isYearly" and d.lot % 4 = 0 and p.start < d.begins + interval '80 days' then 600 else d.amount end as paid
  from (${dated}) d cross join lateral generate_series(d.begins, coalesce(d."endedAt", now()) - interval '1 second', d.step) as p(start)`;

const invoiceStatus = `case when "isPastDue" and "isLast" and "endedAt" is null then 'open' else 'paid' end::"InvoiceStatus"`;

const statements = [
  `insert into "user" (id, email, name, "emailVerifiedAt", "createdAt", "updatedAt")
   select "userId", 'person-' || n || '@example.com', 'Person ' || n, joined, joined, joined from filled`,
  `insert into account (id, "createdAt") select "accountId", joined from filled`,
  `insert into membership ("accountId", "userId", role, "createdAt") select "accountId", "userId", 'owner', joined from filled`,
  `insert into device (id, "accountId", "userId", name, "clientId", "lastUsedAt", "createdAt")
   select uuidv7(), "accountId", "userId", 'A browser', 'extension', now(), joined from filled where lot % 2 = 0`,
  `insert into billing_customer (id, "accountId", "stripeCustomerId", "syncedAt", "createdAt")
   select uuidv7(), "accountId", 'cus_fill' || n, now(), joined from filled where subscribed`,
  `insert into subscription (id, "accountId", "stripeSubscriptionId", "stripePriceId", status, "stripeStatus", "planKey", "priceKey",
     interval, currency, "amountMinor", quantity, "hasNextPayment", "nextAmountMinor", "startedAt", "trialEndsAt", "currentPeriodStart", "currentPeriodEnd", "endedAt", "updatedAt")
   select "subscriptionId", "accountId", 'sub_fill' || n, 'price_pro', status::"SubscriptionStatus", status, 'pro',
     'pro_' || case when "isYearly" then 'yearly_' else 'monthly_' end || currency,
     case when "isYearly" then 'year' else 'month' end::"BillingInterval", currency, amount, 1, "endedAt" is null,
     case when "endedAt" is null then amount end, joined, "trialEndsAt", begins,
     greatest(begins, now()) + interval '10 days', "endedAt", now()
   from (select *, case when "endedAt" is not null then 'canceled' when begins > now() then 'trialing'
     when "isPastDue" then 'past_due' else 'active' end as status from (${dated}) d) s`,
  `insert into invoice (id, "accountId", "stripeInvoiceId", "stripeSubscriptionId", number, status, currency, "totalMinor", "amountDueMinor",
     "amountPaidMinor", "attemptCount", "issuedAt", "periodStart", "periodEnd", "paidAt", "updatedAt")
   select uuidv7(start - now()), "accountId", 'in_fill' || n || '_' || number, 'sub_fill' || n, 'G-' || n || '-' || number, status, currency,
     paid, paid, case when status = 'paid' then paid else 0 end, 1, start, start, stop, case when status = 'paid' then start end, now()
   from (select *, ${invoiceStatus} as status from (${periods}) p) i`,
  `insert into invoice_line (id, "accountId", "invoiceId", "stripeInvoiceLineId", "stripeSubscriptionId", "stripePriceId", "planKey", "priceKey",
     interval, currency, "amountMinor", "unitAmountMinor", quantity, "periodStart", "periodEnd")
   select uuidv7(i."issuedAt" - now()), i."accountId", i.id, 'il' || substr(i."stripeInvoiceId", 3), i."stripeSubscriptionId", s."stripePriceId",
     s."planKey", s."priceKey", s.interval::text::"PriceInterval", i.currency, i."totalMinor", i."totalMinor", 1, i."periodStart", i."periodEnd"
   from filled f join subscription s on s.id = f."subscriptionId" join invoice i on i."stripeSubscriptionId" = s."stripeSubscriptionId"`,
  `insert into charge (id, "accountId", "stripeChargeId", "stripeInvoiceId", state, currency, "amountMinor", "failureCode", "attemptedAt")
   select uuidv7(i."issuedAt" - now()), i."accountId", 'ch' || substr(i."stripeInvoiceId", 3), i."stripeInvoiceId",
     case when i.status = 'paid' then 'succeeded' else 'failed' end::"ChargeState", i.currency, i."totalMinor",
     case when i.status = 'paid' then null else 'card_declined' end, i."issuedAt"
   from filled f join subscription s on s.id = f."subscriptionId" join invoice i on i."stripeSubscriptionId" = s."stripeSubscriptionId"`,
  `insert into webhook_event ("stripeEventId", type, "stripeCustomerId", livemode, payload, "occurredAt", "receivedAt", state, "handledAt")
   select 'evt_fill' || n || '_' || e, 'invoice.paid', 'cus_fill' || n, false, '{}', joined + e * interval '1 day', joined + e * interval '1 day', 'handled', joined
   from filled, generate_series(1, 3) e where subscribed`,
  `insert into mail_message (id, kind, recipient, "userId", subject, state, "createdAt", "businessAt", "sentAt")
   select uuidv7(joined - now()), 'sign-in', 'person-' || n || '@example.com', "userId", 'Your sign-in link', 'sent', joined, joined, joined from filled`,
  `insert into audit_record (id, at, "businessAt", "actorKind", "actorId", action, "subjectKind", "subjectId", "accountId")
   select uuidv7(joined - now()), joined, joined, 'customer', "userId"::text, 'user.signed_up', 'user', "userId"::text, "accountId" from filled`,
  `insert into stale_revenue ("accountId") select "accountId" from filled where subscribed`,
];
