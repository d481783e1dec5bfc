-- CreateEnum
CREATE TYPE "MrrMovementKind" AS ENUM ('new', 'expansion', 'contraction', 'churn', 'reactivation');

-- CreateEnum
CREATE TYPE "ChargeState" AS ENUM ('pending', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "ImportState" AS ENUM ('running', 'interrupted', 'finished');

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "claimEmail" TEXT;

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "invitedBy" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mrr_movement" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" "MrrMovementKind" NOT NULL,
    "deltaMinor" INTEGER NOT NULL,
    "afterMinor" INTEGER NOT NULL,
    "planKey" TEXT,
    "stripeSubscriptionId" TEXT,
    "stripeInvoiceId" TEXT,

    CONSTRAINT "mrr_movement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stale_revenue" (
    "accountId" UUID NOT NULL,

    CONSTRAINT "stale_revenue_pkey" PRIMARY KEY ("accountId")
);

-- CreateTable
CREATE TABLE "invoice_line" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "invoiceId" UUID NOT NULL,
    "stripeInvoiceLineId" TEXT NOT NULL,
    "stripeSubscriptionId" TEXT,
    "stripePriceId" TEXT,
    "planKey" TEXT,
    "priceKey" TEXT,
    "interval" "BillingInterval",
    "currency" TEXT NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "discountMinor" INTEGER NOT NULL DEFAULT 0,
    "unitAmountMinor" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "isProration" BOOLEAN NOT NULL DEFAULT false,
    "periodStart" TIMESTAMPTZ(3) NOT NULL,
    "periodEnd" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charge" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "stripeChargeId" TEXT NOT NULL,
    "stripeInvoiceId" TEXT,
    "state" "ChargeState" NOT NULL,
    "currency" TEXT NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "refundedMinor" INTEGER NOT NULL DEFAULT 0,
    "isDisputed" BOOLEAN NOT NULL DEFAULT false,
    "failureCode" TEXT,
    "attemptedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "state" "ImportState" NOT NULL DEFAULT 'running',
    "cursor" TEXT,
    "customersSeen" INTEGER NOT NULL DEFAULT 0,
    "accountsOpened" INTEGER NOT NULL DEFAULT 0,
    "accountsAdopted" INTEGER NOT NULL DEFAULT 0,
    "customersSkipped" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invitation_accountId_idx" ON "invitation"("accountId");

-- CreateIndex
CREATE INDEX "invitation_email_idx" ON "invitation"("email");

-- CreateIndex
CREATE INDEX "mrr_movement_accountId_at_idx" ON "mrr_movement"("accountId", "at");

-- CreateIndex
CREATE INDEX "mrr_movement_currency_at_kind_idx" ON "mrr_movement"("currency", "at", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_line_stripeInvoiceLineId_key" ON "invoice_line"("stripeInvoiceLineId");

-- CreateIndex
CREATE INDEX "invoice_line_accountId_periodStart_idx" ON "invoice_line"("accountId", "periodStart");

-- CreateIndex
CREATE INDEX "invoice_line_invoiceId_idx" ON "invoice_line"("invoiceId");

-- CreateIndex
CREATE UNIQUE INDEX "charge_stripeChargeId_key" ON "charge"("stripeChargeId");

-- CreateIndex
CREATE INDEX "charge_accountId_attemptedAt_idx" ON "charge"("accountId", "attemptedAt");

-- CreateIndex
CREATE INDEX "charge_stripeInvoiceId_idx" ON "charge"("stripeInvoiceId");

-- CreateIndex
CREATE INDEX "account_claimEmail_idx" ON "account"("claimEmail");

-- CreateIndex
CREATE INDEX "invoice_stripeSubscriptionId_idx" ON "invoice"("stripeSubscriptionId");

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mrr_movement" ADD CONSTRAINT "mrr_movement_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_invoiceId_fkey" FOREIGN KEY ("invoiceId") REFERENCES "invoice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whose movements of revenue must be counted anew is noted by the database itself, in the transaction of the change, so
-- that no writer can forget to. The note of the same account is written once.
create function note_stale_revenue() returns trigger language plpgsql as $$
declare
  changed constant record := case when tg_op = 'DELETE' then old else new end;
begin
  insert into stale_revenue ("accountId")
    select changed."accountId" where exists (select from account where id = changed."accountId")
    on conflict do nothing;
  return null;
end $$;

create trigger note_stale_revenue after insert or update or delete on "invoice_line"
  for each row execute function note_stale_revenue();
create trigger note_stale_revenue after insert or delete on "subscription"
  for each row execute function note_stale_revenue();
create trigger note_stale_revenue_of_changed after update on "subscription"
  for each row when ((old.status, old."endedAt", old."accountId") is distinct from (new.status, new."endedAt", new."accountId"))
  execute function note_stale_revenue();
create trigger note_stale_revenue_of_invoice after update on "invoice"
  for each row when (old.status is distinct from new.status) execute function note_stale_revenue();
