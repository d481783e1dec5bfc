-- What analytics has in the database besides tables, as it is now: the migrations that made it are its history. May be run again.

-- A note that is there already is locked by whoever notes it again. With "do nothing" a count that began before this change
-- was committed could take the note away and never see the change. Notes are taken in one order, so that two writers wait
-- for each other and never in a circle; an account that is being deleted needs none.
create or replace function note_stale_accounts(changed uuid[]) returns void language sql as $$
  insert into stale_revenue ("accountId")
    select id from account where id = any(changed) order by id
    on conflict ("accountId") do update set "accountId" = excluded."accountId"
$$;

create or replace function note_stale_revenue() returns trigger language plpgsql as $$
begin
  if tg_op in ('INSERT', 'UPDATE') then
    perform note_stale_accounts(array(select distinct "accountId" from added));
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    perform note_stale_accounts(array(select distinct "accountId" from removed));
  end if;
  return null;
end $$;

-- Of a subscription all that its milestones and movements are decided from; what it costs is said by its lines.
create or replace function note_stale_revenue_of_subscription() returns trigger language plpgsql as $$
begin
  perform note_stale_accounts(array(
    select "accountId" from (
      (select id, "accountId", status, currency, "planKey", "startedAt", "trialEndsAt", "endedAt" from removed
        except select id, "accountId", status, currency, "planKey", "startedAt", "trialEndsAt", "endedAt" from added)
      union all
      (select id, "accountId", status, currency, "planKey", "startedAt", "trialEndsAt", "endedAt" from added
        except select id, "accountId", status, currency, "planKey", "startedAt", "trialEndsAt", "endedAt" from removed)
    ) changed));
  return null;
end $$;

create or replace function note_stale_revenue_of_invoice() returns trigger language plpgsql as $$
begin
  perform note_stale_accounts(array(
    select "accountId" from (
      select id, "accountId", status from added except select id, "accountId", status from removed) changed));
  return null;
end $$;

-- Once for each statement: a note that is written again and again in one transaction gets slower each time.
create or replace trigger note_added after insert on "invoice_line" referencing new table as added
  for each statement execute function note_stale_revenue();
create or replace trigger note_changed after update on "invoice_line" referencing old table as removed new table as added
  for each statement execute function note_stale_revenue();
create or replace trigger note_removed after delete on "invoice_line" referencing old table as removed
  for each statement execute function note_stale_revenue();
create or replace trigger note_added after insert on "subscription" referencing new table as added
  for each statement execute function note_stale_revenue();
create or replace trigger note_changed after update on "subscription" referencing old table as removed new table as added
  for each statement execute function note_stale_revenue_of_subscription();
create or replace trigger note_removed after delete on "subscription" referencing old table as removed
  for each statement execute function note_stale_revenue();
create or replace trigger note_changed after update on "invoice" referencing old table as removed new table as added
  for each statement execute function note_stale_revenue_of_invoice();

-- What a month adds up to is kept by the database itself, by whole statements, so that it says what its rows say whoever
-- writes or deletes them. Rows are taken in one order, so that two writers wait for each other and never in a circle.
create or replace function count_mrr_movements() returns trigger language plpgsql as $$
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

create or replace function count_subscription_milestones() returns trigger language plpgsql as $$
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

create or replace trigger count_added after insert on "mrr_movement" referencing new table as added
  for each statement execute function count_mrr_movements();
create or replace trigger count_changed after update on "mrr_movement" referencing old table as removed new table as added
  for each statement execute function count_mrr_movements();
create or replace trigger count_removed after delete on "mrr_movement" referencing old table as removed
  for each statement execute function count_mrr_movements();
create or replace trigger count_added after insert on "subscription_milestone" referencing new table as added
  for each statement execute function count_subscription_milestones();
create or replace trigger count_changed after update on "subscription_milestone" referencing old table as removed new table as added
  for each statement execute function count_subscription_milestones();
create or replace trigger count_removed after delete on "subscription_milestone" referencing old table as removed
  for each statement execute function count_subscription_milestones();

alter table "mrr_movement" drop constraint if exists mrr_movement_exact_amounts, add constraint mrr_movement_exact_amounts
  check (is_exact_amount("deltaMinor") and is_exact_amount("afterMinor"));
alter table "revenue_month" drop constraint if exists revenue_month_exact_amounts, add constraint revenue_month_exact_amounts
  check (is_exact_amount("amountMinor"));
