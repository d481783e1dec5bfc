import { ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { LocaleLink } from "@/components/locale-link";
import { DebtNotices } from "@/components/portal/debt-notices";
import { HelpList } from "@/components/portal/help-list";
import { InvoiceList, InvoiceTable } from "@/components/portal/invoice-list";
import { OwnerOnly } from "@/components/portal/owner-only";
import { PageHead } from "@/components/portal/page-head";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { listInvoicePage } from "@/lib/billing/billing-overview";
import { formatMoney } from "@/lib/core/money";
import { getStanding } from "@/lib/entitlements/get-standing";
import { requireCustomer } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("invoicesTitle") };
}

export default async function InvoicesPage({ searchParams }: PageProps<"/account/invoices">) {
  const [{ account }, { from, problem }, t] = await Promise.all([
    requireCustomer(),
    searchParams,
    getTranslations("portal.invoices"),
  ]);
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      {problem ? (
        <Alert tone="warning" live>
          {t(problem === "stripe_unavailable" ? "unavailable" : "noDocument")}
        </Alert>
      ) : null}
      {account.role === "owner" ? (
        <Invoices accountId={account.id} cursor={typeof from === "string" ? from : undefined} />
      ) : (
        <OwnerOnly what="invoices" owner={account.ownedBy} />
      )}
    </div>
  );
}

async function Invoices({ accountId, cursor }: { accountId: string; cursor: string | undefined }) {
  const [{ invoices, nextCursor, count, paid }, { debts }, t, actions, locale] = await Promise.all([
    listInvoicePage(accountId, cursor),
    getStanding(accountId),
    getTranslations("portal.invoices"),
    getTranslations("portal.actions"),
    getLocale(),
  ]);
  if (invoices.length === 0) {
    return (
      <EmptyState
        icon={<ReceiptText />}
        title={t("emptyTitle")}
        action={
          <LocaleLink href="/pricing" className={buttonVariants({ variant: "outline" })}>
            {actions("choose")}
          </LocaleLink>
        }
      >
        {t("emptyText")}
      </EmptyState>
    );
  }
  return (
    <>
      <DebtNotices debts={debts} />
      <dl className="flex flex-wrap gap-x-12 gap-y-4 rounded-card bg-sunken px-6 py-5 sm:px-7">
        <div>
          <dt className="text-sm text-soft-ink">{t("count")}</dt>
          <dd className="figures font-display text-2xl font-semibold">{count}</dd>
        </div>
        {paid.map(({ currency, amountMinor }) => (
          <div key={currency}>
            <dt className="text-sm text-soft-ink">{t("paidIn", { currency: currency.toUpperCase() })}</dt>
            <dd className="figures font-display text-2xl font-semibold">
              {formatMoney(amountMinor, currency, locale)}
            </dd>
          </div>
        ))}
      </dl>
      <InvoiceTable invoices={invoices} debts={debts} className="max-md:hidden" />
      <Card aria-label={t("title")} className="py-2 md:hidden">
        <InvoiceList invoices={invoices} debts={debts} />
      </Card>
      {cursor || nextCursor ? (
        <nav aria-label={t("pages")} className="flex flex-wrap justify-end gap-3">
          {cursor ? (
            <Link href="/account/invoices" className={buttonVariants({ variant: "outline" })}>
              {t("newest")}
            </Link>
          ) : null}
          {nextCursor ? (
            <Link href={`/account/invoices?from=${nextCursor}`} className={buttonVariants({ variant: "outline" })}>
              {t("older")}
            </Link>
          ) : null}
        </nav>
      ) : null}
      <HelpList topics={["failing", "invoiceAddress"]} />
    </>
  );
}
