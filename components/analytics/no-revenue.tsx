import { ChartNoAxesCombined } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LocaleLink } from "@/components/locale-link";
import { buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";

const steps = ["catalog", "import", "first"] as const;

/** What stands on the overview before the first invoice: how a fresh installation gets there. */
export function NoRevenue() {
  const t = useTranslations("staff.overview");
  const code = (chunks: ReactNode) => (
    <code className="whitespace-nowrap rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-sm text-ink">{chunks}</code>
  );
  return (
    <EmptyState
      icon={<ChartNoAxesCombined />}
      title={t("emptyTitle")}
      action={
        <>
          <LocaleLink href="/pricing" className={buttonVariants({ variant: "outline" })}>
            {t("emptyPrices")}
          </LocaleLink>
          <Link href="/staff/inbox" className={buttonVariants({ variant: "outline" })}>
            {t("emptyInbox")}
          </Link>
        </>
      }
    >
      <p>{t("emptyText")}</p>
      <ol className="mt-4 grid list-decimal gap-2 pl-6 text-left">
        {steps.map((step) => (
          <li key={step}>{t.rich(`emptySteps.${step}`, { code })}</li>
        ))}
      </ol>
    </EmptyState>
  );
}
