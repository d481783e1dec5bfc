import { SearchX, Users } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { searchParameters } from "@/components/search-parameter";
import { CustomerFilterForm } from "@/components/staff/customer-filter-form";
import { CustomerTable } from "@/components/staff/customer-table";
import { addressOf, Pager } from "@/components/staff/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Segmented, segmentClasses } from "@/components/ui/segmented";
import { requireStaff } from "@/lib/entry/page";
import {
  customerOrders,
  customerProblems,
  readCustomerFilter,
  statusFilters,
  writeCustomerFilter,
} from "@/lib/success/customer-filter";
import { countProblems, listCustomers } from "@/lib/success/list-customers";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("customersTitle") };
}

const path = "/staff/customers";

export default async function CustomersPage({ searchParams }: PageProps<"/staff/customers">) {
  await requireStaff();
  const given = await searchParameters(searchParams);
  const filter = readCustomerFilter(given);
  const address = writeCustomerFilter(filter);
  const { problem: _problem, ...others } = address;
  const [{ data, hasMore }, counts, t, format] = await Promise.all([
    listCustomers({ ...filter, after: given.cursor }),
    countProblems(),
    getTranslations("staff.customers"),
    getFormatter(),
  ]);
  const isNarrowed = Object.keys(address).some((name) => name !== "order");
  return (
    <>
      <h1 className="text-2xl">{t("title")}</h1>
      <p className="mt-1 text-soft-ink">{t("lead")}</p>
      <CustomerFilterForm path={path} filter={address} statuses={statusFilters} orders={customerOrders} />
      <div className="mb-4 overflow-x-auto">
        <Segmented label={t("problems")}>
          {([undefined, ...customerProblems] as const).map((one) => (
            <Link
              key={one ?? "all"}
              href={addressOf(path, { ...others, problem: one })}
              aria-current={one === filter.problem ? "true" : undefined}
              className={segmentClasses}
            >
              <span className="whitespace-nowrap">{t(`problem.${one ?? "all"}`)}</span>
              {one && one !== "several" ? (
                <span className="figures text-xs font-normal">{format.number(counts[one])}</span>
              ) : null}
            </Link>
          ))}
        </Segmented>
      </div>
      {data.length > 0 ? (
        <CustomerTable customers={data} />
      ) : (
        <EmptyState icon={isNarrowed ? <SearchX /> : <Users />} title={isNarrowed ? t("emptyTitle") : t("noneTitle")}>
          {isNarrowed ? t("emptyText") : t("noneText")}
        </EmptyState>
      )}
      <Pager
        path={path}
        filter={address}
        cursor={given.cursor}
        nextCursor={hasMore ? (data.at(-1)?.id ?? null) : null}
      />
    </>
  );
}
