import { ArrowDown, ArrowLeft, History } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import * as act from "@/app/staff/actions";
import { statusTone } from "@/components/portal/plan-status";
import { searchParameter } from "@/components/search-parameter";
import { CustomerActions, OtherRolesCan } from "@/components/staff/customer-actions";
import { CustomerDevices } from "@/components/staff/customer-devices";
import { CustomerEntitlements } from "@/components/staff/customer-entitlements";
import { CustomerInvoices } from "@/components/staff/customer-invoices";
import { CustomerPayments } from "@/components/staff/customer-payments";
import { CustomerGrants, CustomerPeople } from "@/components/staff/customer-people";
import { CustomerSubscriptions } from "@/components/staff/customer-subscriptions";
import { CustomerAlerts, CustomerFigures, CustomerIds } from "@/components/staff/customer-summary";
import { Pager } from "@/components/staff/pager";
import { Section } from "@/components/staff/section";
import { Timeline } from "@/components/staff/timeline";
import { TimelineFilter } from "@/components/staff/timeline-filter";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { shownInvoices } from "@/lib/billing/billing-overview";
import { isAppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { requireStaff } from "@/lib/entry/page";
import { isPermitted, rolesWith } from "@/lib/platform/installed";
import type { StaffPermission } from "@/lib/platform/module";
import { timelineKinds } from "@/lib/platform/timeline";
import { timelineSources } from "@/lib/runtime/timeline";
import { getCustomer, shownRows } from "@/lib/success/get-customer";
import { getTimeline } from "@/lib/success/get-timeline";
import { grantDays } from "@/lib/success/staff-action-input";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("customerTitle") };
}

export default async function CustomerPage({ params, searchParams }: PageProps<"/staff/customers/[id]">) {
  const { role, accounts } = await requireStaff();
  const [{ id }, given] = await Promise.all([params, searchParams]);
  const customer = await findCustomer(id);
  if (!customer) notFound();
  const wanted = searchParameter(given.kinds)?.split(",") ?? [];
  const kinds = timelineKinds.filter((kind) => wanted.includes(kind));
  const cursor = searchParameter(given.cursor);
  const [timeline, t, words] = await Promise.all([
    getTimeline(timelineSources, customer.subject, { cursor, ...(kinds.length > 0 && { kinds }) }),
    getTranslations("staff"),
    getTranslations("customerTimeline"),
  ]);
  const path = `/staff/customers/${customer.id}`;
  const owner = customer.people.find((person) => person.role === "owner") ?? customer.people[0];
  const grants = customer.grants.map((grant) => ({ ...grant, publicId: toPublicId("grant", grant.id) }));
  const isOwn = accounts.some((account) => toPublicId("account", account.id) === customer.id);
  const can = (permission: StaffPermission) => !isOwn && isPermitted(role, permission);
  return (
    <>
      <Link
        href="/staff/customers"
        className="inline-flex min-h-9 items-center gap-2 text-sm font-semibold text-brass-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        {t("customer.back")}
      </Link>
      <div className="mt-3 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="text-2xl [overflow-wrap:anywhere]">{owner?.email ?? customer.claimEmail ?? customer.id}</h1>
            <Badge tone={statusTone[customer.decision.status]}>{t(`status.${customer.decision.status}`)}</Badge>
          </div>
          {(customer.name ?? owner?.name) ? <p className="text-soft-ink">{customer.name ?? owner?.name}</p> : null}
        </div>
        <CustomerActions
          customer={customer}
          can={can}
          actions={{
            sync: act.syncCustomerNow,
            cancel: act.cancelForCustomer,
            resume: act.resumeForCustomer,
            give: act.givePlanToCustomer,
          }}
          grantDays={grantDays}
        />
      </div>
      {isOwn ? (
        <p className="mt-3 text-sm text-soft-ink">{t("customerAction.own")}</p>
      ) : (
        <OtherRolesCan role={role} rolesWith={rolesWith} />
      )}
      <CustomerAlerts customer={customer} />
      <CustomerFigures customer={customer} />
      <a
        href="#timeline"
        className="mt-4 inline-flex min-h-11 items-center gap-2 text-sm font-semibold text-brass-ink lg:hidden"
      >
        <ArrowDown aria-hidden="true" className="size-4" />
        {t("customer.toTimeline")}
      </a>
      <div className="grid items-start gap-x-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        {/* Placed by column: what is only ordered stands in the first one until its neighbour has arrived. */}
        <div className="min-w-0 lg:col-start-2 lg:row-start-1">
          <Section title={t("customer.payments")} count={customer.charges.length} most={shownRows}>
            <CustomerPayments
              account={customer.id}
              charges={customer.charges}
              refund={can("customer.refund") ? act.refundPayment : undefined}
            />
          </Section>
          <Section title={t("customer.invoices")} count={customer.billing.invoices.length} most={shownInvoices}>
            <CustomerInvoices debts={customer.debts} invoices={customer.billing.invoices} />
          </Section>
          <Section title={t("customer.subscriptions")} count={customer.subscriptions.length} most={shownRows}>
            <CustomerSubscriptions subscriptions={customer.subscriptions} />
          </Section>
          <Section title={t("customer.grants")} count={grants.length}>
            <CustomerGrants
              account={customer.id}
              grants={grants}
              take={can("customer.grant") ? act.takePlanFromCustomer : undefined}
            />
          </Section>
          <Section title={t("customer.entitlements")}>
            <CustomerEntitlements decision={customer.decision} />
          </Section>
          <Section title={t("customer.devices")} count={customer.devices.length}>
            <CustomerDevices
              account={customer.id}
              devices={customer.devices}
              decision={customer.decision}
              disconnect={can("customer.access") ? act.disconnectForCustomer : undefined}
            />
          </Section>
          <Section title={t("customer.people")} count={customer.people.length}>
            <CustomerPeople
              account={customer.id}
              people={customer.people}
              signOut={can("customer.access") ? act.signCustomerOut : undefined}
            />
          </Section>
          <Section title={t("customer.account")}>
            <CustomerIds customer={customer} />
          </Section>
        </div>
        <section id="timeline" className="mt-9 min-w-0 scroll-mt-16 lg:col-start-1 lg:row-start-1">
          <h2 className="text-lg">{words("title")}</h2>
          <p className="mb-4 mt-1 text-sm text-soft-ink">{words("lead")}</p>
          <TimelineFilter path={path} kinds={timelineKinds} chosen={kinds} />
          <div className="mt-6">
            {timeline.data.length > 0 ? (
              <Timeline entries={timeline.data} />
            ) : (
              <EmptyState icon={<History />} title={words("emptyTitle")}>
                {words("emptyText")}
              </EmptyState>
            )}
          </div>
          <Pager
            path={path}
            filter={{ kinds: kinds.join(",") }}
            cursor={cursor}
            nextCursor={timeline.nextCursor}
            words={{ first: words("newest"), next: words("older") }}
            anchor="timeline"
          />
        </section>
      </div>
    </>
  );
}

async function findCustomer(id: string) {
  try {
    return await getCustomer(id);
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
