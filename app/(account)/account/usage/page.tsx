import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FeatureList } from "@/components/portal/feature-list";
import { HelpList } from "@/components/portal/help-list";
import { PageHead } from "@/components/portal/page-head";
import { UsageByDevice } from "@/components/portal/usage-by-device";
import { UsageHistoryList } from "@/components/portal/usage-history-list";
import { UsageMeter } from "@/components/portal/usage-meter";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { getUsageHistory } from "@/lib/entitlements/usage-history";
import { requireCustomer } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("usageTitle") };
}

const metered = "extended_storage";

export default async function UsagePage() {
  const { account, user } = await requireCustomer();
  const [decision, history, t] = await Promise.all([
    getDecision(account.id, user.id),
    getUsageHistory(account.id, metered),
    getTranslations("portal.usage"),
  ]);
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      <UsageMeter feature={metered} decision={decision} isOwner={account.role === "owner"} />
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_1.35fr]">
        <UsageByDevice byDevice={history.byDevice} />
        <UsageHistoryList recent={history.recent} />
      </div>
      <FeatureList decision={decision} />
      <HelpList topics={["counts", "full", "wrong", "data"]} />
    </div>
  );
}
