import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { syncCustomerNow } from "@/app/staff/actions";
import { statusTone } from "@/components/portal/plan-status";
import { CustomerDevices } from "@/components/staff/customer-devices";
import { CustomerEntitlements } from "@/components/staff/customer-entitlements";
import { CustomerFacts } from "@/components/staff/customer-facts";
import { AuditTable, MailTable } from "@/components/staff/customer-history";
import { CheckoutTable, InvoiceTable, SubscriptionTable } from "@/components/staff/customer-tables";
import { EventTable } from "@/components/staff/event-table";
import { RefusalTable } from "@/components/staff/refusal-table";
import { Section } from "@/components/staff/section";
import { SyncButton } from "@/components/staff/sync-button";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { listInboxEvents } from "@/lib/billing/inbox-listing";
import { isPermitted } from "@/lib/core/actor";
import { isAppError } from "@/lib/core/errors";
import { fromPublicId } from "@/lib/core/ids";
import { requireStaff } from "@/lib/entry/page";
import { listRefusals } from "@/lib/platform/refusals";
import { getCustomer } from "@/lib/success/get-customer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("customerTitle") };
}

export default async function CustomerPage({ params }: PageProps<"/staff/customers/[id]">) {
  const { role } = await requireStaff();
  const [customer, t] = await Promise.all([findCustomer((await params).id), getTranslations("staff")]);
  if (!customer) notFound();
  const { stripeCustomerId, decision, billing } = customer;
  const [events, refusals] = await Promise.all([
    stripeCustomerId ? listInboxEvents({ stripeCustomerId }) : null,
    listRefusals({ accountId: fromPublicId("account", customer.id) }),
  ]);
  const owner = customer.people.find((person) => person.role === "owner") ?? customer.people[0];
  return (
    <>
      <Link href="/staff/customers" className="inline-flex items-center gap-2 text-sm font-semibold text-brass-ink">
        <ArrowLeft aria-hidden="true" className="size-4" />
        {t("customer.back")}
      </Link>
      <div className="mt-4 flex flex-wrap items-start justify-between gap-4">
        <div>
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="break-all text-2xl">{owner?.email ?? customer.id}</h1>
            <Badge tone={statusTone[decision.status]}>{t(`status.${decision.status}`)}</Badge>
          </div>
          {owner?.name ? <p className="text-soft-ink">{owner.name}</p> : null}
        </div>
        {isPermitted(role, "customer.sync") ? <SyncButton action={syncCustomerNow} account={customer.id} /> : null}
      </div>
      {billing.hasSeveralSubscriptions ? (
        <Alert tone="bad" className="mt-6">
          {t("customer.several")}
        </Alert>
      ) : null}
      <CustomerFacts customer={customer} />
      <Section title={t("customer.entitlements")}>
        <CustomerEntitlements decision={decision} />
      </Section>
      <Section title={t("customer.subscriptions")} count={customer.subscriptions.length}>
        <SubscriptionTable subscriptions={customer.subscriptions} />
      </Section>
      <Section title={t("customer.invoices")} count={customer.invoices.length}>
        <InvoiceTable invoices={customer.invoices} />
      </Section>
      <Section title={t("customer.devices")} count={customer.devices.length}>
        <CustomerDevices devices={customer.devices} decision={decision} />
      </Section>
      <Section title={t("customer.checkouts")} count={customer.checkouts.length}>
        <CheckoutTable checkouts={customer.checkouts} />
      </Section>
      <Section title={t("customer.events")} count={events?.data.length ?? 0}>
        <EventTable events={events?.data ?? []} />
      </Section>
      <Section title={t("customer.refusals")} count={refusals.data.length}>
        <RefusalTable refusals={refusals.data} />
      </Section>
      <Section title={t("customer.mails")} count={customer.mails.length}>
        <MailTable mails={customer.mails} />
      </Section>
      <Section title={t("customer.audit")} count={customer.audit.length}>
        <AuditTable records={customer.audit} />
      </Section>
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
