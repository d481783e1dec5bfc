-- What billing has in the database besides tables, as it is now: the migrations that made it are its history. May be run again.

-- Whole minor units of up to twelve digits, as Stripe has them: none has parts, and each is exact in a double.
create or replace function is_whole_amount(amount double precision) returns boolean immutable language sql
  return amount = trunc(amount) and abs(amount) <= 9007199254740991;

alter table "invoice" drop constraint if exists invoice_whole_amounts, add constraint invoice_whole_amounts
  check (is_whole_amount("totalMinor") and is_whole_amount("amountDueMinor") and is_whole_amount("amountPaidMinor"));
alter table "invoice_line" drop constraint if exists invoice_line_whole_amounts, add constraint invoice_line_whole_amounts
  check (is_whole_amount("amountMinor") and is_whole_amount("discountMinor"));
alter table "charge" drop constraint if exists charge_whole_amounts, add constraint charge_whole_amounts
  check (is_whole_amount("amountMinor") and is_whole_amount("refundedMinor"));
alter table "dispute" drop constraint if exists dispute_whole_amounts, add constraint dispute_whole_amounts
  check (is_whole_amount("amountMinor"));
alter table "money_call" drop constraint if exists money_call_whole_amounts, add constraint money_call_whole_amounts
  check (is_whole_amount("amountMinor"));
alter table "subscription" drop constraint if exists subscription_whole_amounts, add constraint subscription_whole_amounts
  check (is_whole_amount("nextAmountMinor"));

-- Customers are found by the number of an invoice.
create index if not exists "invoice_lower_number_idx" on "invoice"(lower("number"));
