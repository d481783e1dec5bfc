-- Who belongs to an account, and since when, decides who has one of its seats, and so what they may use.
create trigger announce_claims_of_members after insert or delete on "membership"
  for each row execute function announce_change('claims', 'accountId');
create trigger announce_claims_of_roles after update on "membership"
  for each row when (old.role is distinct from new.role) execute function announce_change('claims', 'accountId');
