import { useFormatter, useLocale, useTranslations } from "next-intl";
import { InvoiceState, isProcessing } from "@/components/portal/invoice-list";
import { FirstFew } from "@/components/staff/first-few";
import { Link } from "@/components/ui/link";
import type { InvoiceEntry } from "@/lib/billing/billing-overview";
import type { Debts } from "@/lib/billing/decide-debts";
import { formatMoney } from "@/lib/core/money";

const linkLook = "inline-flex min-h-9 items-center font-semibold text-brass-ink underline-offset-4 hover:underline";

/** What was invoiced, each with the way to its page here and to its documents at Stripe. */
export function CustomerInvoices({ invoices, debts }: { invoices: InvoiceEntry[]; debts: Debts }) {
  const t = useTranslations("staff.customer");
  const format = useFormatter();
  const locale = useLocale();
  return (
    <FirstFew items={invoices} earlier={(count) => t("earlierInvoices", { count })}>
      {({ id, stripeInvoiceId, number: given, status, currency, totalMinor, issuedAt }) => {
        const address = `/staff/invoices/${stripeInvoiceId}`;
        const number = given ?? stripeInvoiceId;
        return (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 px-5 py-2.5">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="figures font-semibold">{formatMoney(totalMinor, currency, locale)}</span>
                <InvoiceState invoice={{ stripeInvoiceId, status }} debts={debts} />
              </p>
              <p className="flex flex-wrap items-center gap-x-3 text-soft-ink">
                <Link href={address} className={`${linkLook} figures break-all`}>
                  {number}
                </Link>
                {format.dateTime(issuedAt, { dateStyle: "medium" })}
              </p>
            </div>
            <p className="flex gap-x-4">
              <a href={`${address}/pdf`} aria-label={t("invoicePdfOf", { number })} className={linkLook}>
                {t("invoicePdf")}
              </a>
              {status === "open" && !isProcessing({ stripeInvoiceId }, debts) ? (
                <a href={`${address}/pay`} aria-label={t("invoicePayOf", { number })} className={linkLook}>
                  {t("invoicePay")}
                </a>
              ) : null}
            </p>
          </li>
        );
      }}
    </FirstFew>
  );
}
