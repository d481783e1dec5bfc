-- CreateEnum
CREATE TYPE "TaxBehavior" AS ENUM ('inclusive', 'exclusive');

-- AlterTable
ALTER TABLE "checkout_session" ADD COLUMN     "taxBehavior" "TaxBehavior";
