-- AlterTable
ALTER TABLE "invoice_line" ALTER COLUMN "unitAmountMinor" SET DATA TYPE DECIMAL(24,12);
