import { useLocale, useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import type { BillingOverview } from "@/lib/billing/billing-overview";
import { formatMoney } from "@/lib/core/money";

/** What about the money needs somebody's attention. */
export function BillingNotices({ billing }: { billing: BillingOverview }) {
  const t = useTranslations("portal");
  const locale = useLocale();
  const { openInvoice, hasSeveralSubscriptions } = billing;
  const owedMinor = openInvoice ? openInvoice.amountDueMinor - openInvoice.amountPaidMinor : 0;
  return (
    <>
      {hasSeveralSubscriptions ? (
        <Alert tone="bad" title={t("several.title")}>
          {t("several.text")}
        </Alert>
      ) : null}
      {openInvoice && owedMinor > 0 ? (
        <Alert
          tone="warning"
          title={t("openInvoice.title", { amount: formatMoney(owedMinor, openInvoice.currency, locale) })}
        >
          <p>{t("openInvoice.text")}</p>
          <a
            href={`/account/invoices/${openInvoice.stripeInvoiceId}/pay`}
            className={buttonVariants({ size: "sm", className: "mt-3" })}
          >
            {t("openInvoice.pay")}
          </a>
        </Alert>
      ) : null}
    </>
  );
}
