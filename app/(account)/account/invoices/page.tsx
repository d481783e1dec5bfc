import { ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LocaleLink } from "@/components/locale-link";
import { InvoiceList, InvoiceTable } from "@/components/portal/invoice-list";
import { buttonVariants } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listInvoices } from "@/lib/billing/billing-overview";
import { requireCustomer } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("invoicesTitle") };
}

const shownInvoices = 200;

export default async function InvoicesPage() {
  const { account } = await requireCustomer();
  const [invoices, t] = await Promise.all([listInvoices(account.id, shownInvoices), getTranslations("portal")]);
  return (
    <>
      <h1 className="text-title">{t("invoices.title")}</h1>
      <p className="mt-2 text-soft-ink">{t("invoices.lead")}</p>
      <div className="mt-8">
        {invoices.length === 0 ? (
          <EmptyState
            icon={<ReceiptText />}
            title={t("invoices.emptyTitle")}
            action={
              <LocaleLink href="/pricing" className={buttonVariants({ variant: "outline" })}>
                {t("actions.choose")}
              </LocaleLink>
            }
          >
            {t("invoices.emptyText")}
          </EmptyState>
        ) : (
          <>
            <InvoiceTable invoices={invoices} className="max-md:hidden" />
            <Card aria-label={t("invoices.title")} className="py-2 md:hidden">
              <InvoiceList invoices={invoices} />
            </Card>
          </>
        )}
      </div>
    </>
  );
}
