import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { CustomerPayments } from "@/components/staff/customer-payments";
import { DisputeText } from "@/components/staff/dispute-text";
import { useSentence } from "@/components/staff/use-sentence";
import { type Locale, locales } from "@/lib/core/locales";
import { messagesIn } from "@/lib/platform/messages";
import type { Sentence } from "@/lib/platform/timeline";
import type { ChargeRow, DisputeRow } from "@/lib/success/get-customer";

const read = (locale: Locale, page: ReactNode) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} timeZone="UTC" messages={messagesIn(locale)}>
      {page}
    </NextIntlClientProvider>,
  );
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replaceAll(/\s+/g, " ")
    .trim();

const dueAt = new Date("2026-12-05T23:59:59Z");
const dispute: DisputeRow = {
  stripeDisputeId: "du_1",
  stripeChargeId: "ch_1",
  status: "needs_response",
  stage: "answer",
  reason: "fraudulent",
  currency: "eur",
  amountMinor: 2_000,
  isWithdrawn: true,
  evidenceDueAt: dueAt,
  openedAt: new Date("2026-11-22T09:00:00Z"),
};
const charge: ChargeRow = {
  id: "1",
  accountId: "ada",
  stripeChargeId: "ch_1",
  stripeInvoiceId: null,
  state: "succeeded",
  currency: "eur",
  amountMinor: 2_000,
  refundedMinor: 0,
  reservedMinor: 0,
  isUnsettled: false,
  refundedOrReservedMinor: 0,
  refundableMinor: 0,
  isDisputed: true,
  failureCode: null,
  attemptedAt: new Date("2026-11-20T09:00:00Z"),
  disputes: [dispute],
};

function Said({ sentence }: { sentence: Sentence }) {
  return useSentence()(sentence);
}

test("staff read until when a bank wants its answer, and whether it has the money meanwhile", () => {
  expect(read("en", <DisputeText dispute={dispute} />)).toBe(
    "The payer’s bank questions €20.00: the cardholder says it was fraud. Answer at Stripe by December 5, 2026. Until it is decided, the bank has the money.",
  );
  expect(plain(read("nl", <DisputeText dispute={{ ...dispute, isWithdrawn: false, evidenceDueAt: null }} />))).toBe(
    "De bank van de betaler stelt vragen over € 20,00: volgens de kaarthouder was het fraude. De bank neemt geen antwoord aan.",
  );
});

test.each(["en", "nl"] as const)("in %s every stage has its words on the page and on the timeline", (language) => {
  const seen = new Set<string>();
  for (const stage of ["answer", "review", "won", "lost", "closed", "unknown"] as const) {
    const row = { ...charge, disputes: [{ ...dispute, stage }] };
    const values = { amount: { money: 2_000, currency: "eur" }, reason: { disputeReason: "fraudulent" }, stage };
    const texts = [
      read(language, <CustomerPayments account="acc_1" charges={[row]} />),
      read(
        language,
        <Said sentence={{ code: `billing.dispute_${stage}`, values: { ...values, due: { day: dueAt } } }} />,
      ),
    ].map(plain);
    for (const text of texts) {
      expect(text).toMatch(language === "en" ? /fraud/ : /fraude/);
      seen.add(text);
    }
  }
  expect(seen.size).toBe(12);
});

test("of a payment whose dispute was not read yet staff learn where to look, and a reason of tomorrow is said as it is", () => {
  const unread = plain(read("en", <CustomerPayments account="acc_1" charges={[{ ...charge, disputes: [] }]} />));
  expect(unread).toContain(messagesIn("en").staff.dispute.unread);
  expect(read("en", <DisputeText dispute={{ ...dispute, reason: "something_new" }} />)).toContain(": something_new.");
});

test("every reason that Stripe documents has words in both languages", () => {
  // https://docs.stripe.com/api/disputes/object
  const documented =
    "bank_cannot_process check_returned credit_not_processed customer_initiated debit_not_authorized duplicate fraudulent general incorrect_account_details insufficient_funds noncompliant product_not_received product_unacceptable subscription_canceled unrecognized";
  for (const { staff } of locales.map(messagesIn))
    expect(Object.keys(staff.dispute.reason).sort()).toEqual(documented.split(" ").sort());
});
