-- People and accounts are found by any part of a name or an address, from three letters on: an index over trigrams answers that.
-- The extension is one of PostgreSQL's own, and trusted: whoever owns the database may add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The schema language has no words for an index over an expression.
CREATE INDEX "user_email_trigrams_idx" ON "user" USING gin (lower("email") gin_trgm_ops);
CREATE INDEX "user_name_trigrams_idx" ON "user" USING gin (lower("name") gin_trgm_ops);
CREATE INDEX "account_name_trigrams_idx" ON "account" USING gin (lower("name") gin_trgm_ops);
CREATE INDEX "account_claimEmail_trigrams_idx" ON "account" USING gin (lower("claimEmail") gin_trgm_ops);
CREATE INDEX "invoice_lower_number_idx" ON "invoice"(lower("number"));
