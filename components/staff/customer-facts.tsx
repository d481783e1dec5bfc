import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Facts } from "@/components/staff/facts";
import { Id, Instant } from "@/components/staff/instant";
import { formatMoney } from "@/lib/core/money";
import type { CustomerFacts as Customer } from "@/lib/success/get-customer";

/** Who the customer is, and how they stand with Stripe. */
export function CustomerFacts({ customer }: { customer: Customer }) {
  const t = useTranslations("staff.customer");
  const plans = useTranslations("catalog.plans");
  const names = useTranslations("staff.customers");
  const format = useFormatter();
  const locale = useLocale();
  const { nextCharge } = customer.billing;
  const charge = nextCharge
    ? `${formatMoney(nextCharge.amountMinor, nextCharge.currency, locale)}, ${format.dateTime(nextCharge.at, { dateStyle: "medium" })}`
    : null;
  return (
    <Facts
      className="mt-6"
      facts={[
        [t("account"), <Id key="id">{customer.id}</Id>],
        [t("stripeCustomer"), customer.stripeCustomerId ? <Id key="stripe">{customer.stripeCustomerId}</Id> : null],
        [names("plan"), plans(`${customer.decision.plan}.name`)],
        [t("nextCharge"), charge],
        [t("joined"), <Instant key="joined" at={customer.joinedAt} />],
        [t("lastSync"), <Instant key="synced" at={customer.syncedAt} />],
        [
          t("people"),
          customer.people.map(({ id, email, role, locale: language }) => (
            <span key={id} className="block break-all">
              {email}{" "}
              <span className="font-normal text-soft-ink">
                ({t(role)}, {language})
              </span>
            </span>
          )),
        ],
        ...(customer.closedAt ? [[t("closed"), <Instant key="closed" at={customer.closedAt} />] as const] : []),
      ]}
    />
  );
}
