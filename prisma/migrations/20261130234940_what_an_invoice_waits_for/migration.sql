-- CreateEnum
CREATE TYPE "CollectionMethod" AS ENUM ('charge_automatically', 'send_invoice');

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "collectionMethod" "CollectionMethod" NOT NULL DEFAULT 'charge_automatically',
ADD COLUMN     "dueAt" TIMESTAMPTZ(3),
ADD COLUMN     "isActionRequired" BOOLEAN NOT NULL DEFAULT false;
