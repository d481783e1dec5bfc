-- What accounts has in the database besides tables, as it is now: the migrations that made it are its history. May be run again.

-- Customers are found by the beginning of a name or an address, and from three letters on by any part of them.
create index if not exists "user_lower_email_idx" on "user"(lower("email") text_pattern_ops);
create index if not exists "user_lower_name_idx" on "user"(lower("name") text_pattern_ops);
create index if not exists "account_lower_name_idx" on "account"(lower("name") text_pattern_ops);
create extension if not exists pg_trgm;
create index if not exists "user_email_trigrams_idx" on "user" using gin (lower("email") gin_trgm_ops);
create index if not exists "user_name_trigrams_idx" on "user" using gin (lower("name") gin_trgm_ops);
create index if not exists "account_name_trigrams_idx" on "account" using gin (lower("name") gin_trgm_ops);
create index if not exists "account_claimEmail_trigrams_idx" on "account" using gin (lower("claimEmail") gin_trgm_ops);
