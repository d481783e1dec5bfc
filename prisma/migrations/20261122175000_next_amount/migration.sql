-- Until the next look at a customer says what discounts and credit take off, the price of the seats stands (ADR 0061).
ALTER TABLE "subscription" ALTER COLUMN "amountMinor" DROP NOT NULL,
ADD COLUMN "nextAmountMinor" DOUBLE PRECISION,
ADD CONSTRAINT subscription_whole_amounts CHECK (is_whole_amount("nextAmountMinor"));

UPDATE "subscription" SET "nextAmountMinor" = round(("amountMinor" * quantity)::numeric) WHERE "endedAt" IS NULL;
