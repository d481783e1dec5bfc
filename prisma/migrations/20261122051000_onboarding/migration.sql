-- CreateTable
CREATE TABLE "onboarding" (
    "accountId" UUID NOT NULL,
    "freeChosenAt" TIMESTAMPTZ(3),
    "planSkippedAt" TIMESTAMPTZ(3),
    "connectSkippedAt" TIMESTAMPTZ(3),
    "premiumUsedAt" TIMESTAMPTZ(3),
    "premiumUsedFeature" TEXT,
    "useSkippedAt" TIMESTAMPTZ(3),
    "dismissedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "onboarding_pkey" PRIMARY KEY ("accountId")
);

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
