import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { InvoiceEntry } from "@/lib/billing/billing-overview";
import type { Debts } from "@/lib/billing/decide-debts";
import { formatMoney } from "@/lib/core/money";

const invoiceTone: Record<InvoiceEntry["status"], Tone> = {
  draft: "neutral",
  open: "warning",
  paid: "good",
  uncollectible: "bad",
  void: "neutral",
};

type InvoicesProps = { invoices: InvoiceEntry[]; debts: Debts; className?: string };

/** Invoices one under the other, for narrow places. */
export function InvoiceList({ invoices, debts, className }: InvoicesProps) {
  const format = useFormatter();
  const locale = useLocale();
  return (
    <ul className={cn("divide-y divide-line", className)}>
      {invoices.map((invoice) => (
        <li key={invoice.id} className="flex items-center justify-between gap-4 py-3.5">
          <div className="min-w-0">
            <p className="figures font-semibold">{formatMoney(invoice.totalMinor, invoice.currency, locale)}</p>
            <p className="text-sm text-soft-ink">{format.dateTime(invoice.issuedAt, { dateStyle: "medium" })}</p>
          </div>
          <div className="flex items-center gap-4">
            <InvoiceState invoice={invoice} debts={debts} />
            <InvoiceLinks invoice={invoice} debts={debts} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Invoices as a table, where there is room. */
export function InvoiceTable({ invoices, debts, className }: InvoicesProps) {
  const t = useTranslations("portal.invoices");
  const format = useFormatter();
  const locale = useLocale();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  return (
    <div className={className}>
      <Table label={t("title")}>
        <TableHead>
          <tr>
            <HeaderCell>{t("date")}</HeaderCell>
            <HeaderCell>{t("number")}</HeaderCell>
            <HeaderCell>{t("period")}</HeaderCell>
            <HeaderCell className="text-right">{t("amount")}</HeaderCell>
            <HeaderCell>{t("status")}</HeaderCell>
            <HeaderCell>{t("link")}</HeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          {invoices.map((invoice) => (
            <TableRow key={invoice.id}>
              <Cell className="whitespace-nowrap">{day(invoice.issuedAt)}</Cell>
              <Cell className="font-mono text-xs">{invoice.number ?? t("noNumber")}</Cell>
              <Cell className="whitespace-nowrap text-soft-ink">
                {t("sample", { from: day(invoice.periodStart), to: day(invoice.periodEnd) })}
              </Cell>
              <Cell className="figures text-right font-semibold">
                {formatMoney(invoice.totalMinor, invoice.currency, locale)}
              </Cell>
              <Cell>
                <InvoiceState invoice={invoice} debts={debts} />
              </Cell>
              <Cell>
                <InvoiceLinks invoice={invoice} debts={debts} />
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

type InvoiceProps = { invoice: Pick<InvoiceEntry, "stripeInvoiceId" | "status">; debts: Debts };

/** How an invoice stands, in one word. */
export function InvoiceState({ invoice, debts }: InvoiceProps) {
  const t = useTranslations("portal.invoices.state");
  if (isProcessing(invoice, debts)) return <Badge tone="notice">{t("processing")}</Badge>;
  return <Badge tone={invoiceTone[invoice.status]}>{t(invoice.status)}</Badge>;
}

/** True while an invoice's payment is on its way, so that it must not be paid twice. */
export function isProcessing({ stripeInvoiceId }: Pick<InvoiceEntry, "stripeInvoiceId">, { owed }: Debts): boolean {
  return owed.some((debt) => debt.stripeInvoiceId === stripeInvoiceId && debt.cause === "processing");
}

/** To the documents at Stripe; where they are is asked for when somebody follows. */
function InvoiceLinks({ invoice, debts }: { invoice: InvoiceEntry; debts: Debts }) {
  const t = useTranslations("portal.invoices");
  const number = invoice.number ?? t("noNumber");
  const address = `/account/invoices/${invoice.stripeInvoiceId}`;
  const look =
    "inline-flex min-h-8 items-center whitespace-nowrap font-semibold text-brass-ink underline-offset-4 hover:underline";
  return (
    <span className="flex flex-wrap gap-x-4">
      <a href={`${address}/pdf`} aria-label={t("pdfOf", { number })} className={look}>
        {t("pdf")}
      </a>
      {invoice.status === "open" && !isProcessing(invoice, debts) ? (
        <a href={`${address}/pay`} aria-label={t("payOf", { number })} className={look}>
          {t("pay")}
        </a>
      ) : null}
    </span>
  );
}
