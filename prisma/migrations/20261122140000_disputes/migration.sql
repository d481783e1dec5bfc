-- CreateEnum
CREATE TYPE "DisputeStatus" AS ENUM ('warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review', 'appeal_needs_response', 'appeal_under_review', 'won', 'lost', 'prevented', 'unknown');

-- CreateTable
-- Of a charge that was disputed before, the dispute is read with the next look at its customer.
CREATE TABLE "dispute" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "stripeDisputeId" TEXT NOT NULL,
    "stripeChargeId" TEXT NOT NULL,
    "status" "DisputeStatus" NOT NULL,
    "reason" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "isWithdrawn" BOOLEAN NOT NULL,
    "evidenceDueAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "dispute_stripeDisputeId_key" ON "dispute"("stripeDisputeId");

-- CreateIndex
CREATE INDEX "dispute_accountId_openedAt_idx" ON "dispute"("accountId", "openedAt");

-- CreateIndex
CREATE INDEX "dispute_stripeChargeId_idx" ON "dispute"("stripeChargeId");

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_stripeChargeId_fkey" FOREIGN KEY ("stripeChargeId") REFERENCES "charge"("stripeChargeId") ON DELETE CASCADE ON UPDATE CASCADE;
