-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "chosenAt" TIMESTAMPTZ(3);
