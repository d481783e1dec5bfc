import { useTranslations } from "next-intl";
import { DebtNotices } from "@/components/portal/debt-notices";
import { Alert } from "@/components/ui/alert";
import type { BillingOverview } from "@/lib/billing/billing-overview";
import type { Debts } from "@/lib/billing/decide-debts";

/** What about the money needs somebody's attention. */
export function BillingNotices({ billing, debts }: { billing: BillingOverview; debts: Debts }) {
  const t = useTranslations("portal");
  return (
    <>
      {billing.hasSeveralSubscriptions ? (
        <Alert tone="bad" title={t("several.title")}>
          {t("several.text")}
        </Alert>
      ) : null}
      <DebtNotices debts={debts} />
    </>
  );
}
