-- AlterTable
ALTER TABLE "mail_message" ADD COLUMN     "deadAt" TIMESTAMPTZ(3),
ADD COLUMN     "leaseOwner" UUID;

-- AlterTable
ALTER TABLE "money_call" ADD COLUMN     "deadAt" TIMESTAMPTZ(3),
ADD COLUMN     "lastError" TEXT,
ADD COLUMN     "leaseOwner" UUID;

-- AlterTable
ALTER TABLE "webhook_event" ADD COLUMN     "deadAt" TIMESTAMPTZ(3),
ADD COLUMN     "leaseOwner" UUID;

-- CreateIndex
CREATE INDEX "mail_message_deadAt_idx" ON "mail_message"("deadAt");

-- CreateIndex
CREATE INDEX "money_call_deadAt_idx" ON "money_call"("deadAt");

-- CreateIndex
CREATE INDEX "webhook_event_deadAt_idx" ON "webhook_event"("deadAt");

-- Mails that were given up before the mark existed are dead letters too.
UPDATE "mail_message" SET "deadAt" = least("nextAttemptAt", now()) WHERE state = 'failed';
