-- CreateEnum
CREATE TYPE "MilestoneKind" AS ENUM ('subscription_started', 'subscription_ended', 'trial_started', 'trial_ended', 'trial_converted');

-- CreateEnum
CREATE TYPE "RevenueMeasure" AS ENUM ('new', 'expansion', 'contraction', 'churn', 'reactivation', 'subscription_started', 'subscription_ended', 'trial_started', 'trial_ended', 'trial_converted');

-- CreateTable
CREATE TABLE "subscription_milestone" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "stripeSubscriptionId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" "MilestoneKind" NOT NULL,
    "planKey" TEXT,

    CONSTRAINT "subscription_milestone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revenue_month" (
    "currency" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "measure" "RevenueMeasure" NOT NULL,
    "count" INTEGER NOT NULL,
    "amountMinor" BIGINT NOT NULL,

    CONSTRAINT "revenue_month_pkey" PRIMARY KEY ("currency","month","measure")
);

-- CreateIndex
CREATE INDEX "subscription_milestone_accountId_idx" ON "subscription_milestone"("accountId");

-- CreateIndex
CREATE INDEX "subscription_milestone_currency_kind_at_idx" ON "subscription_milestone"("currency", "kind", "at");

-- CreateIndex
CREATE INDEX "invoice_open" ON "invoice"("stripeSubscriptionId") WHERE (status = 'open'::"InvoiceStatus");

-- AddForeignKey
ALTER TABLE "subscription_milestone" ADD CONSTRAINT "subscription_milestone_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a month adds up to is kept by the database itself, by whole statements, so that it says what its rows say whoever
-- writes or deletes them. Rows are taken in one order, so that two writers wait for each other and never in a circle.
create function count_mrr_movements() returns trigger language plpgsql as $$
begin
  if tg_op in ('DELETE', 'UPDATE') then
    insert into revenue_month (currency, month, measure, count, "amountMinor")
      select currency, date_trunc('month', at at time zone 'UTC')::date, kind::text::"RevenueMeasure", -count(*), -sum("deltaMinor")
      from removed group by 1, 2, 3 order by 1, 2, 3
      on conflict (currency, month, measure) do update
        set count = revenue_month.count + excluded.count, "amountMinor" = revenue_month."amountMinor" + excluded."amountMinor";
  end if;
  if tg_op in ('INSERT', 'UPDATE') then
    insert into revenue_month (currency, month, measure, count, "amountMinor")
      select currency, date_trunc('month', at at time zone 'UTC')::date, kind::text::"RevenueMeasure", count(*), sum("deltaMinor")
      from added group by 1, 2, 3 order by 1, 2, 3
      on conflict (currency, month, measure) do update
        set count = revenue_month.count + excluded.count, "amountMinor" = revenue_month."amountMinor" + excluded."amountMinor";
  end if;
  return null;
end $$;

create function count_subscription_milestones() returns trigger language plpgsql as $$
begin
  if tg_op in ('DELETE', 'UPDATE') then
    insert into revenue_month (currency, month, measure, count, "amountMinor")
      select currency, date_trunc('month', at at time zone 'UTC')::date, kind::text::"RevenueMeasure", -count(*), 0
      from removed group by 1, 2, 3 order by 1, 2, 3
      on conflict (currency, month, measure) do update set count = revenue_month.count + excluded.count;
  end if;
  if tg_op in ('INSERT', 'UPDATE') then
    insert into revenue_month (currency, month, measure, count, "amountMinor")
      select currency, date_trunc('month', at at time zone 'UTC')::date, kind::text::"RevenueMeasure", count(*), 0
      from added group by 1, 2, 3 order by 1, 2, 3
      on conflict (currency, month, measure) do update set count = revenue_month.count + excluded.count;
  end if;
  return null;
end $$;

create trigger count_added after insert on "mrr_movement" referencing new table as added
  for each statement execute function count_mrr_movements();
create trigger count_changed after update on "mrr_movement" referencing old table as removed new table as added
  for each statement execute function count_mrr_movements();
create trigger count_removed after delete on "mrr_movement" referencing old table as removed
  for each statement execute function count_mrr_movements();
create trigger count_added after insert on "subscription_milestone" referencing new table as added
  for each statement execute function count_subscription_milestones();
create trigger count_changed after update on "subscription_milestone" referencing old table as removed new table as added
  for each statement execute function count_subscription_milestones();
create trigger count_removed after delete on "subscription_milestone" referencing old table as removed
  for each statement execute function count_subscription_milestones();

-- A note that is there already is locked by whoever notes it again. With "do nothing" a count that began before this change
-- was committed could take the note away and never see the change.
create or replace function note_stale_revenue() returns trigger language plpgsql as $$
declare
  changed constant record := case when tg_op = 'DELETE' then old else new end;
begin
  insert into stale_revenue ("accountId")
    select changed."accountId" where exists (select from account where id = changed."accountId")
    on conflict ("accountId") do update set "accountId" = excluded."accountId";
  return null;
end $$;

-- What was sold before this version is counted once.
insert into stale_revenue ("accountId") select distinct "accountId" from "subscription" on conflict do nothing;
