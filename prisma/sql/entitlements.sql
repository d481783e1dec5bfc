-- What entitlements has in the database besides tables, as it is now: the migrations that made it are its history. May be run again.

-- What an account may use depends on all of these.
create or replace trigger announce_claims after insert or update or delete on "subscription"
  for each row execute function announce_change('claims', 'accountId');
create or replace trigger announce_claims after insert or update or delete on "invoice"
  for each row execute function announce_change('claims', 'accountId');
create or replace trigger announce_claims after insert or update or delete on "grant"
  for each row execute function announce_change('claims', 'accountId');
create or replace trigger announce_claims_of_new after insert or delete on "account"
  for each row execute function announce_change('claims', 'id');
create or replace trigger announce_claims after update on "account"
  for each row when (old."closedAt" is distinct from new."closedAt") execute function announce_change('claims', 'id');
create or replace trigger announce_claims_of_members after insert or delete on "membership"
  for each row execute function announce_change('claims', 'accountId');
create or replace trigger announce_claims_of_roles after update on "membership"
  for each row when (old.role is distinct from new.role) execute function announce_change('claims', 'accountId');

-- What a device was last told, and what would make it another answer.
create or replace trigger announce_lease after insert or update or delete on "lease"
  for each row execute function announce_change('lease', 'deviceId');
create or replace trigger announce_lease_of_new after insert or delete on "device"
  for each row execute function announce_change('lease', 'id');
create or replace trigger announce_lease after update on "device"
  for each row when ((old.epoch, old."revokedAt", old."accountId") is distinct from (new.epoch, new."revokedAt", new."accountId"))
  execute function announce_change('lease', 'id');
