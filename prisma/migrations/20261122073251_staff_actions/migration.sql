-- AlterEnum
ALTER TYPE "MoneyCallKind" ADD VALUE 'refund_charge';

-- DropIndex
DROP INDEX "mail_message_userId_createdAt_idx";

-- AlterTable
ALTER TABLE "mail_message" ADD COLUMN     "businessAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "money_call" ADD COLUMN     "amountMinor" INTEGER;

-- CreateIndex
CREATE INDEX "mail_message_userId_businessAt_idx" ON "mail_message"("userId", "businessAt");

-- CreateIndex
CREATE INDEX "mail_message_recipient_businessAt_idx" ON "mail_message"("recipient", "businessAt");

-- CreateIndex
CREATE INDEX "money_call_subject_kind_idx" ON "money_call"("subject", "kind");

-- CreateIndex
CREATE INDEX "refusal_accountId_lastAt_idx" ON "refusal"("accountId", "lastAt");
