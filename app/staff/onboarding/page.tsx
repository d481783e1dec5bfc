import { Footprints } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { searchParameter } from "@/components/search-parameter";
import { OnboardingTable } from "@/components/staff/onboarding-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Segmented, segmentClasses } from "@/components/ui/segmented";
import { addMs, dayMs } from "@/lib/core/time";
import { requireStaff } from "@/lib/entry/page";
import { measureOnboarding } from "@/lib/onboarding/measure";
import { systemNow } from "@/lib/platform/clock";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("onboardingTitle") };
}

const windows = ["7", "30", "90"] as const;

/** How far the accounts of the last days have come with their first steps. */
export default async function OnboardingPage({ searchParams }: PageProps<"/staff/onboarding">) {
  await requireStaff();
  const wanted = searchParameter((await searchParams).days);
  const days = windows.find((known) => known === wanted) ?? "30";
  const until = systemNow();
  const [measure, t] = await Promise.all([
    measureOnboarding({ since: addMs(until, -Number(days) * dayMs), until }),
    getTranslations("staff.onboarding"),
  ]);
  return (
    <>
      <h1 className="text-2xl">{t("title")}</h1>
      <p className="mt-1 max-w-prose text-soft-ink">{t("lead")}</p>
      <div className="my-6 flex flex-wrap items-center justify-between gap-4">
        <Segmented label={t("window")}>
          {windows.map((window) => (
            <Link
              key={window}
              href={`/staff/onboarding?days=${window}`}
              aria-current={window === days ? "true" : undefined}
              className={segmentClasses}
            >
              {t("days", { count: Number(window) })}
            </Link>
          ))}
        </Segmented>
        <p className="text-sm text-soft-ink">{t("accounts", { count: measure.accounts })}</p>
      </div>
      {measure.accounts > 0 ? (
        <OnboardingTable measure={measure} />
      ) : (
        <EmptyState icon={<Footprints />} title={t("emptyTitle")}>
          {t("emptyText")}
        </EmptyState>
      )}
    </>
  );
}
