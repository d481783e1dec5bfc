-- What a process may remember (lib/platform/changes.ts) is announced by the database itself, so that no writer can
-- forget to. A payload is `topic:id`, or `topic:*` where a change touches more than one row's answer.

create function announce_change() returns trigger language plpgsql as $$
declare
  topic constant text := tg_argv[0];
  id_column constant text := tg_argv[1];
  changed constant jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  perform pg_notify('gatehouse_changes', topic || ':' || coalesce(changed ->> id_column, '*'));
  return null;
end $$;

create trigger announce_claims after insert or update or delete on "subscription"
  for each row execute function announce_change('claims', 'accountId');
create trigger announce_claims after insert or update or delete on "invoice"
  for each row execute function announce_change('claims', 'accountId');
create trigger announce_claims after insert or update or delete on "grant"
  for each row execute function announce_change('claims', 'accountId');
create trigger announce_claims_of_new after insert or delete on "account"
  for each row execute function announce_change('claims', 'id');
create trigger announce_claims after update on "account"
  for each row when (old."closedAt" is distinct from new."closedAt") execute function announce_change('claims', 'id');

create trigger announce_standing_of_new after insert or delete on "device"
  for each row execute function announce_change('standing', 'id');
create trigger announce_standing after update on "device"
  for each row when ((old.epoch, old."revokedAt", old."userId", old."accountId") is distinct from (new.epoch, new."revokedAt", new."userId", new."accountId"))
  execute function announce_change('standing', 'id');
-- One person or account can have many devices: all standings are read again.
create trigger announce_standings after update on "user"
  for each row when (old."sessionEpoch" is distinct from new."sessionEpoch") execute function announce_change('standing', '');
create trigger announce_standings after update on "account"
  for each row when (old."closedAt" is distinct from new."closedAt") execute function announce_change('standing', '');
