-- AlterTable
ALTER TABLE "checkout_session" ADD COLUMN     "amountMinor" INTEGER;
