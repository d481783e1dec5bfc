-- DropIndex
DROP INDEX "user_email_idx";

-- The beginning of an address is searched, and an index over an expression serves that whatever the collation is: the
-- schema language has no words for one, and none for the operators of the one that it replaces.
CREATE INDEX "user_lower_email_idx" ON "user"(lower("email") text_pattern_ops);
