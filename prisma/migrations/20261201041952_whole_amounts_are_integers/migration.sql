-- Whole amounts are 64-bit integers in every table, and prices of one unit are decimals (ADR 0083). What the columns hold is
-- whole already, which a check has seen to; the cast of each is exact. Numbers of JavaScript hold no more than 2^53 - 1 exactly.
create function is_exact_amount(amount bigint) returns boolean immutable language sql
  return amount between -9007199254740991 and 9007199254740991;

alter table "invoice"
  drop constraint invoice_whole_amounts,
  alter column "totalMinor" type bigint using "totalMinor"::bigint,
  alter column "amountDueMinor" type bigint using "amountDueMinor"::bigint,
  alter column "amountPaidMinor" type bigint using "amountPaidMinor"::bigint,
  add constraint invoice_exact_amounts check (is_exact_amount("totalMinor") and is_exact_amount("amountDueMinor") and is_exact_amount("amountPaidMinor"));
alter table "invoice_line"
  drop constraint invoice_line_whole_amounts,
  alter column "amountMinor" type bigint using "amountMinor"::bigint,
  alter column "discountMinor" drop default,
  alter column "discountMinor" type bigint using "discountMinor"::bigint,
  alter column "discountMinor" set default 0,
  add constraint invoice_line_exact_amounts check (is_exact_amount("amountMinor") and is_exact_amount("discountMinor"));
alter table "charge"
  drop constraint charge_whole_amounts,
  alter column "amountMinor" type bigint using "amountMinor"::bigint,
  alter column "refundedMinor" drop default,
  alter column "refundedMinor" type bigint using "refundedMinor"::bigint,
  alter column "refundedMinor" set default 0,
  add constraint charge_exact_amounts check (is_exact_amount("amountMinor") and is_exact_amount("refundedMinor"));
alter table "dispute"
  drop constraint dispute_whole_amounts,
  alter column "amountMinor" type bigint using "amountMinor"::bigint,
  add constraint dispute_exact_amounts check (is_exact_amount("amountMinor"));
alter table "money_call"
  drop constraint money_call_whole_amounts,
  alter column "amountMinor" type bigint using "amountMinor"::bigint,
  add constraint money_call_exact_amounts check (is_exact_amount("amountMinor"));
alter table "subscription"
  drop constraint subscription_whole_amounts,
  alter column "amountMinor" type decimal(24, 12) using "amountMinor"::decimal(24, 12),
  alter column "nextAmountMinor" type bigint using "nextAmountMinor"::bigint,
  add constraint subscription_exact_amounts check (is_exact_amount("nextAmountMinor"));
alter table "checkout_session"
  alter column "amountMinor" type bigint using "amountMinor"::bigint,
  add constraint checkout_session_exact_amounts check (is_exact_amount("amountMinor"));
alter table "mrr_movement"
  add constraint mrr_movement_exact_amounts check (is_exact_amount("deltaMinor") and is_exact_amount("afterMinor"));
alter table "revenue_month"
  add constraint revenue_month_exact_amounts check (is_exact_amount("amountMinor"));

drop function is_whole_amount(double precision);
