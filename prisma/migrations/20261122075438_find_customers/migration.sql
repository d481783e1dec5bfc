-- DropIndex
DROP INDEX "account_claimEmail_idx";

-- DropIndex
DROP INDEX "audit_record_accountId_at_idx";

-- DropIndex
DROP INDEX "subscription_status_idx";

-- CreateIndex
CREATE INDEX "account_claimEmail_idx" ON "account"("claimEmail" text_pattern_ops);

-- CreateIndex
CREATE INDEX "account_createdAt_id_idx" ON "account"("createdAt", "id");

-- CreateIndex
CREATE INDEX "audit_record_accountId_businessAt_idx" ON "audit_record"("accountId", "businessAt");

-- CreateIndex
CREATE INDEX "subscription_status_planKey_idx" ON "subscription"("status", "planKey");

-- CreateIndex
CREATE INDEX "user_email_idx" ON "user"("email" text_pattern_ops);

-- Names are found in any case. The schema language has no words for an index over an expression.
CREATE INDEX "user_lower_name_idx" ON "user"(lower("name") text_pattern_ops);
CREATE INDEX "account_lower_name_idx" ON "account"(lower("name") text_pattern_ops);
