import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { searchParameter } from "@/components/search-parameter";
import { Pager } from "@/components/staff/pager";
import { RefusalTable } from "@/components/staff/refusal-table";
import { EmptyState } from "@/components/ui/empty-state";
import { requireStaff } from "@/lib/entry/page";
import { listRefusals } from "@/lib/platform/refusals";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("refusalsTitle") };
}

export default async function RefusalsPage({ searchParams }: PageProps<"/staff/refusals">) {
  await requireStaff();
  const cursor = searchParameter((await searchParams).cursor);
  const [{ data, nextCursor }, t] = await Promise.all([listRefusals({ cursor }), getTranslations("staff.refusals")]);
  return (
    <>
      <h1 className="text-2xl">{t("title")}</h1>
      <p className="mb-6 mt-1 text-soft-ink">{t("lead")}</p>
      {data.length > 0 ? (
        <RefusalTable refusals={data} />
      ) : (
        <EmptyState icon={<ShieldCheck />} title={t("emptyTitle")}>
          {t("emptyText")}
        </EmptyState>
      )}
      <Pager path="/staff/refusals" filter={{}} cursor={cursor} nextCursor={nextCursor} />
    </>
  );
}
