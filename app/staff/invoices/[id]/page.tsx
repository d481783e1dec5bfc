import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { DebtNotices } from "@/components/portal/debt-notices";
import { InvoiceState, isProcessing } from "@/components/portal/invoice-list";
import { searchParameter } from "@/components/search-parameter";
import { DisputeText, disputeTones } from "@/components/staff/dispute-text";
import { Facts } from "@/components/staff/facts";
import { Id, Instant } from "@/components/staff/instant";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { ScrollArea } from "@/components/ui/table";
import { isAppError } from "@/lib/core/errors";
import { formatMoney } from "@/lib/core/money";
import { requireStaff } from "@/lib/entry/page";
import { getInvoice } from "@/lib/success/get-invoice";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.invoice"))("title") };
}

/** One invoice: whose it is, what it comes to, our rows, and the way to Stripe's own document. */
export default async function InvoicePage({ params, searchParams }: PageProps<"/staff/invoices/[id]">) {
  await requireStaff();
  const [found, { problem }, t, locale] = await Promise.all([
    findInvoice((await params).id),
    searchParams,
    getTranslations("staff.invoice"),
    getLocale(),
  ]);
  if (!found) notFound();
  const { accountId, who, invoice, lines, charges, disputes, debts } = found;
  const money = (amountMinor: number) => formatMoney(amountMinor, invoice.currency, locale);
  const address = `/staff/invoices/${invoice.stripeInvoiceId}`;
  return (
    <>
      <Link
        href={`/staff/customers/${accountId}`}
        className="inline-flex min-h-9 items-center gap-2 text-sm font-semibold text-brass-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        {t("back")}
      </Link>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="break-all text-2xl">{invoice.number ?? invoice.stripeInvoiceId}</h1>
          <InvoiceState invoice={invoice} debts={debts} />
        </div>
        {invoice.status === "draft" ? null : (
          <div className="flex flex-wrap gap-3">
            <a href={`${address}/pdf`} className={buttonVariants({ variant: "outline", size: "sm" })}>
              {t("pdf")}
            </a>
            {invoice.status === "open" && !isProcessing(invoice, debts) ? (
              <a href={`${address}/pay`} className={buttonVariants({ variant: "outline", size: "sm" })}>
                {t("pay")}
              </a>
            ) : null}
          </div>
        )}
      </div>
      {searchParameter(problem) ? (
        <Alert tone="warning" className="mt-6">
          {t(searchParameter(problem) === "stripe_unavailable" ? "unavailable" : "noDocument")}
        </Alert>
      ) : null}
      <div className="mt-6 grid gap-3 empty:hidden">
        <DebtNotices debts={debts} isPayer={false} />
      </div>
      {disputes.map((dispute) => (
        <Alert key={dispute.stripeDisputeId} tone={disputeTones[dispute.stage]} className="mt-6">
          <DisputeText dispute={dispute} />
        </Alert>
      ))}
      <Facts
        className="mt-6"
        facts={[
          [
            t("customer"),
            <Link
              key="customer"
              href={`/staff/customers/${accountId}`}
              className="font-semibold underline-offset-4 hover:underline"
            >
              {who ?? accountId}
            </Link>,
          ],
          [t("total"), money(invoice.totalMinor)],
          [t("paid"), money(invoice.amountPaidMinor)],
          [t("owed"), money(Math.max(0, invoice.amountDueMinor - invoice.amountPaidMinor))],
          [t("issued"), <Instant key="issued" at={invoice.issuedAt} />],
          [t("paidAt"), invoice.paidAt && <Instant key="paidAt" at={invoice.paidAt} />],
          [t("attempts"), String(invoice.attemptCount)],
          [t("id"), <Id key="id">{invoice.stripeInvoiceId}</Id>],
        ]}
      />
      <h2 className="mb-3 mt-8 text-lg">{t("raw")}</h2>
      <ScrollArea label={t("raw")} className="max-h-[40rem] overflow-y-auto rounded-card border border-line bg-card">
        <pre className="p-5 font-mono text-xs leading-relaxed">
          {JSON.stringify({ ...invoice, lines, charges }, null, 2)}
        </pre>
      </ScrollArea>
    </>
  );
}

async function findInvoice(id: string) {
  try {
    return await getInvoice(id);
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
