-- DropIndex
DROP INDEX "money_call_state_createdAt_idx";

-- AlterTable
ALTER TABLE "money_call" ADD COLUMN     "copiedAt" TIMESTAMPTZ(3),
ADD COLUMN     "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "money_call_state_nextAttemptAt_idx" ON "money_call"("state", "nextAttemptAt");

-- What was answered before this is in our copies by now; only what comes from here on is waited for.
UPDATE "money_call" SET "copiedAt" = "settledAt" WHERE state = 'succeeded';
