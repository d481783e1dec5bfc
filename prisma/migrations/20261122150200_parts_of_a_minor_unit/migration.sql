-- AlterTable
-- What is stored is kept; a price below the minor unit, which was held as 0, comes with the next look at its customer.
ALTER TABLE "subscription" ALTER COLUMN "amountMinor" SET DATA TYPE DOUBLE PRECISION;
