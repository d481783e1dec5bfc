-- What identity has in the database besides tables, as it is now: the migrations that made it are its history. May be run again.

-- Whether a token still counts depends on these.
create or replace trigger announce_standing_of_new after insert or delete on "device"
  for each row execute function announce_change('standing', 'id');
create or replace trigger announce_standing after update on "device"
  for each row when ((old.epoch, old."revokedAt", old."userId", old."accountId") is distinct from (new.epoch, new."revokedAt", new."userId", new."accountId"))
  execute function announce_change('standing', 'id');
-- One person or account can have many devices: all standings are read again.
create or replace trigger announce_standings after update on "user"
  for each row when (old."sessionEpoch" is distinct from new."sessionEpoch") execute function announce_change('standing', '');
create or replace trigger announce_standings after update on "account"
  for each row when (old."closedAt" is distinct from new."closedAt") execute function announce_change('standing', '');

-- Leases are bound to the device's key: whoever could change it could move them to another device.
create or replace function refuse_new_device_key() returns trigger language plpgsql as $$
begin
  raise exception 'The key of a device is given once and never changed.';
end $$;
create or replace trigger device_key_is_final before update on "device"
  for each row when (old."deviceKey" is distinct from new."deviceKey") execute function refuse_new_device_key();
