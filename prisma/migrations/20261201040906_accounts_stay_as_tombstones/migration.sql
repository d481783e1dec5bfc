-- An account that has to do with money is never deleted: its rows have a payer as long as they are kept (ADR 0084).

-- DropForeignKey
ALTER TABLE "billing_customer" DROP CONSTRAINT "billing_customer_accountId_fkey";

-- DropForeignKey
ALTER TABLE "charge" DROP CONSTRAINT "charge_accountId_fkey";

-- DropForeignKey
ALTER TABLE "dispute" DROP CONSTRAINT "dispute_accountId_fkey";

-- DropForeignKey
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_accountId_fkey";

-- DropForeignKey
ALTER TABLE "money_call" DROP CONSTRAINT "money_call_accountId_fkey";

-- DropForeignKey
ALTER TABLE "mrr_movement" DROP CONSTRAINT "mrr_movement_accountId_fkey";

-- DropForeignKey
ALTER TABLE "subscription" DROP CONSTRAINT "subscription_accountId_fkey";

-- DropForeignKey
ALTER TABLE "subscription_milestone" DROP CONSTRAINT "subscription_milestone_accountId_fkey";

-- AddForeignKey
ALTER TABLE "mrr_movement" ADD CONSTRAINT "mrr_movement_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_milestone" ADD CONSTRAINT "subscription_milestone_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "money_call" ADD CONSTRAINT "money_call_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_customer" ADD CONSTRAINT "billing_customer_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
