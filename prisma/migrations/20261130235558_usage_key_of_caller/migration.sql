-- A key is its caller's own: the owner of an account and a member of it may choose the same. Of what was counted without a
-- device nobody knows by whom; the account stands for them, which no later report does.
ALTER TABLE "usage_entry" ADD COLUMN "callerId" UUID;
UPDATE "usage_entry" SET "callerId" = coalesce("deviceId", "accountId");
ALTER TABLE "usage_entry" ALTER COLUMN "callerId" SET NOT NULL;

DROP INDEX "usage_entry_accountId_idempotencyKey_key";
CREATE UNIQUE INDEX "usage_entry_accountId_callerId_idempotencyKey_key" ON "usage_entry"("accountId", "callerId", "idempotencyKey");
