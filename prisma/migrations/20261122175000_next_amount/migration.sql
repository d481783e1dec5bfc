-- Until the next look at a customer says what discounts and credit take off, the price of the seats stands (ADR 0061).
-- A price in tiers was held as 0, and so was one that is free: both are asked about then, and give no amount till then.
ALTER TABLE "subscription" ALTER COLUMN "amountMinor" DROP NOT NULL,
ADD COLUMN "hasNextPayment" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "nextAmountMinor" DOUBLE PRECISION,
ADD CONSTRAINT subscription_whole_amounts CHECK (is_whole_amount("nextAmountMinor"));

UPDATE "subscription" SET "amountMinor" = nullif("amountMinor", 0), "hasNextPayment" = true,
  "nextAmountMinor" = round((nullif("amountMinor", 0) * quantity)::numeric)
WHERE status in ('active', 'trialing', 'past_due') and not "cancelAtPeriodEnd"
  and ("cancelAt" is null or "cancelAt" > "currentPeriodEnd");
