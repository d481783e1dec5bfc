-- Whole minor units of up to twelve digits, as Stripe has them (ADR 0060): none has parts, and each is exact in a double.
create function is_whole_amount(amount double precision) returns boolean immutable language sql
  return amount = trunc(amount) and abs(amount) <= 9007199254740991;

ALTER TABLE "invoice" ALTER COLUMN "totalMinor" SET DATA TYPE DOUBLE PRECISION,
ALTER COLUMN "amountDueMinor" SET DATA TYPE DOUBLE PRECISION,
ALTER COLUMN "amountPaidMinor" SET DATA TYPE DOUBLE PRECISION,
ADD CONSTRAINT invoice_whole_amounts
  CHECK (is_whole_amount("totalMinor") and is_whole_amount("amountDueMinor") and is_whole_amount("amountPaidMinor"));

ALTER TABLE "invoice_line" ALTER COLUMN "amountMinor" SET DATA TYPE DOUBLE PRECISION,
ALTER COLUMN "discountMinor" SET DATA TYPE DOUBLE PRECISION,
ADD CONSTRAINT invoice_line_whole_amounts CHECK (is_whole_amount("amountMinor") and is_whole_amount("discountMinor"));

ALTER TABLE "charge" ALTER COLUMN "amountMinor" SET DATA TYPE DOUBLE PRECISION,
ALTER COLUMN "refundedMinor" SET DATA TYPE DOUBLE PRECISION,
ADD CONSTRAINT charge_whole_amounts CHECK (is_whole_amount("amountMinor") and is_whole_amount("refundedMinor"));

ALTER TABLE "dispute" ALTER COLUMN "amountMinor" SET DATA TYPE DOUBLE PRECISION,
ADD CONSTRAINT dispute_whole_amounts CHECK (is_whole_amount("amountMinor"));

ALTER TABLE "money_call" ALTER COLUMN "amountMinor" SET DATA TYPE DOUBLE PRECISION,
ADD CONSTRAINT money_call_whole_amounts CHECK (is_whole_amount("amountMinor"));
