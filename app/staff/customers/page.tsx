import { SearchX, Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CustomerFilterForm } from "@/components/staff/customer-filter-form";
import { CustomerTable } from "@/components/staff/customer-table";
import { Pager } from "@/components/staff/pager";
import { searchParameter } from "@/components/staff/search-parameter";
import { isSubscriptionFilter } from "@/components/staff/subscription-filter";
import { EmptyState } from "@/components/ui/empty-state";
import { requireStaff } from "@/lib/entry/page";
import { listCustomers } from "@/lib/success/list-customers";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("staffTitle") };
}

export default async function CustomersPage({ searchParams }: PageProps<"/staff/customers">) {
  await requireStaff();
  const params = await searchParams;
  const search = searchParameter(params.search);
  const wanted = searchParameter(params.subscription);
  const subscription = isSubscriptionFilter(wanted) ? wanted : undefined;
  const cursor = searchParameter(params.cursor);
  const [{ data, hasMore }, t] = await Promise.all([
    listCustomers({ search, subscription, after: cursor }),
    getTranslations("staff.customers"),
  ]);
  const isFiltered = search !== undefined || subscription !== undefined;
  return (
    <>
      <h1 className="text-2xl">{t("title")}</h1>
      <CustomerFilterForm search={search} subscription={subscription} />
      {data.length > 0 ? (
        <CustomerTable customers={data} />
      ) : (
        <EmptyState icon={isFiltered ? <SearchX /> : <Users />} title={isFiltered ? t("emptyTitle") : t("noneTitle")}>
          {isFiltered ? t("emptyText") : t("noneText")}
        </EmptyState>
      )}
      <Pager
        path="/staff/customers"
        filter={{ search, subscription }}
        cursor={cursor}
        nextCursor={hasMore ? (data.at(-1)?.id ?? null) : null}
      />
    </>
  );
}
