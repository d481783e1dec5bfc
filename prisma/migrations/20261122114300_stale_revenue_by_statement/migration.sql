-- Whose revenue must be counted anew is noted once for each statement and no longer for each row: a note that is written
-- again and again in one transaction gets slower each time, and the first look at a long history writes thousands of rows.
drop trigger note_stale_revenue on "invoice_line";
drop trigger note_stale_revenue on "subscription";
drop trigger note_stale_revenue_of_changed on "subscription";
drop trigger note_stale_revenue_of_invoice on "invoice";
drop function note_stale_revenue();

-- A note that is there already is locked by whoever notes it again. With "do nothing" a count that began before this change
-- was committed could take the note away and never see the change. Notes are taken in one order, so that two writers wait
-- for each other and never in a circle; an account that is being deleted needs none.
create function note_stale_accounts(changed uuid[]) returns void language sql as $$
  insert into stale_revenue ("accountId")
    select id from account where id = any(changed) order by id
    on conflict ("accountId") do update set "accountId" = excluded."accountId"
$$;

create function note_stale_revenue() returns trigger language plpgsql as $$
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
create function note_stale_revenue_of_subscription() returns trigger language plpgsql as $$
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

create function note_stale_revenue_of_invoice() returns trigger language plpgsql as $$
begin
  perform note_stale_accounts(array(
    select "accountId" from (
      select id, "accountId", status from added except select id, "accountId", status from removed) changed));
  return null;
end $$;

create trigger note_added after insert on "invoice_line" referencing new table as added
  for each statement execute function note_stale_revenue();
create trigger note_changed after update on "invoice_line" referencing old table as removed new table as added
  for each statement execute function note_stale_revenue();
create trigger note_removed after delete on "invoice_line" referencing old table as removed
  for each statement execute function note_stale_revenue();
create trigger note_added after insert on "subscription" referencing new table as added
  for each statement execute function note_stale_revenue();
create trigger note_changed after update on "subscription" referencing old table as removed new table as added
  for each statement execute function note_stale_revenue_of_subscription();
create trigger note_removed after delete on "subscription" referencing old table as removed
  for each statement execute function note_stale_revenue();
create trigger note_changed after update on "invoice" referencing old table as removed new table as added
  for each statement execute function note_stale_revenue_of_invoice();
