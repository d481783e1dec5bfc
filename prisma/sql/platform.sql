-- What platform has in the database besides tables, as it is now: the migrations that made it are its history. May be run again.

-- What a process may remember (lib/platform/changes.ts) is announced by the database itself, so that no writer can
-- forget to. A payload is `topic:id`, or `topic:*` where a change touches more than one row's answer.
create or replace function announce_change() returns trigger language plpgsql as $$
declare
  topic constant text := tg_argv[0];
  id_column constant text := tg_argv[1];
  changed constant jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  perform pg_notify('gatehouse_changes', topic || ':' || coalesce(changed ->> id_column, '*'));
  return null;
end $$;

-- Whole minor units, each exact as a number of JavaScript (lib/platform/money-as-numbers.ts).
create or replace function is_exact_amount(amount bigint) returns boolean immutable language sql
  return amount between -9007199254740991 and 9007199254740991;
