-- What billing has in the database besides tables, as it is now: the migrations that made it are its history. May be run again.

-- A sum that no number holds exactly is refused here, and does not come back as another one.
alter table "subscription" drop constraint if exists subscription_exact_amounts, add constraint subscription_exact_amounts
  check (is_exact_amount("nextAmountMinor"));
alter table "invoice" drop constraint if exists invoice_exact_amounts, add constraint invoice_exact_amounts
  check (is_exact_amount("totalMinor") and is_exact_amount("amountDueMinor") and is_exact_amount("amountPaidMinor"));
alter table "invoice_line" drop constraint if exists invoice_line_exact_amounts, add constraint invoice_line_exact_amounts
  check (is_exact_amount("amountMinor") and is_exact_amount("discountMinor"));
alter table "charge" drop constraint if exists charge_exact_amounts, add constraint charge_exact_amounts
  check (is_exact_amount("amountMinor") and is_exact_amount("refundedMinor"));
alter table "dispute" drop constraint if exists dispute_exact_amounts, add constraint dispute_exact_amounts
  check (is_exact_amount("amountMinor"));
alter table "checkout_session" drop constraint if exists checkout_session_exact_amounts, add constraint checkout_session_exact_amounts
  check (is_exact_amount("amountMinor"));
alter table "money_call" drop constraint if exists money_call_exact_amounts, add constraint money_call_exact_amounts
  check (is_exact_amount("amountMinor"));

-- Customers are found by the number of an invoice.
create index if not exists "invoice_lower_number_idx" on "invoice"(lower("number"));
