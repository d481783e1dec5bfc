-- CreateEnum
CREATE TYPE "PriceInterval" AS ENUM ('day', 'week', 'month', 'year');

-- AlterTable
-- What is stored is kept; a line that had no interval gets its own with the next look at its customer.
ALTER TABLE "invoice_line"
  ADD COLUMN "intervalCount" INTEGER NOT NULL DEFAULT 1,
  ALTER COLUMN "interval" TYPE "PriceInterval" USING "interval"::text::"PriceInterval";
