import { useFormatter, useTranslations } from "next-intl";
import { StaffAction } from "@/components/staff/staff-action";
import { useActionWords } from "@/components/staff/use-action-words";
import { paidPlanKeys } from "@/lib/catalog/plans";
import type { StaffRole } from "@/lib/core/actor";
import type { FormAction } from "@/lib/entry/action";
import type { StaffPermission } from "@/lib/platform/module";
import type { CustomerFacts } from "@/lib/success/get-customer";

type CustomerActionsProps = {
  customer: CustomerFacts;
  /** What the signed-in staff member may do to this customer. */
  can: (permission: StaffPermission) => boolean;
  actions: {
    sync: FormAction<string>;
    cancel: FormAction<string>;
    resume: FormAction<string>;
    give: FormAction<string>;
  };
  /** For how many days a plan can be given. */
  grantDays: readonly number[];
};

/** The actions on the customer as a whole that the signed-in staff member may take. */
export function CustomerActions({ customer, can, actions, grantDays }: CustomerActionsProps) {
  const t = useTranslations("staff.customerAction");
  const plans = useTranslations("catalog.plans");
  const outcomes = useTranslations("staff.customer.syncOutcome");
  const words = useActionWords();
  const format = useFormatter();
  const { id: account, billing } = customer;
  const { subscription, phase, endsAt } = billing;
  const renews = subscription !== null && phase === "renewing";
  const day = (at: Date) => format.dateTime(at, { dateStyle: "medium" });
  const shared = { fields: { account } };
  return (
    <div className="flex flex-wrap gap-2">
      {can("customer.sync") ? (
        <StaffAction
          {...shared}
          id="sync"
          action={actions.sync}
          words={words("sync")}
          outcomes={Object.fromEntries(
            (["unchanged", "updated", "several_subscriptions", "skipped", "no_customer"] as const).map((outcome) => [
              outcome,
              outcomes(outcome),
            ]),
          )}
        />
      ) : null}
      {can("customer.subscription") && renews && !endsAt ? (
        <StaffAction
          {...shared}
          id="cancel"
          action={actions.cancel}
          words={words("cancel", { date: day(subscription.currentPeriodEnd) })}
          isDangerous
        />
      ) : null}
      {can("customer.subscription") && renews && endsAt ? (
        <StaffAction
          {...shared}
          id="resume"
          action={actions.resume}
          words={words("resume", { date: day(subscription.currentPeriodEnd) })}
        />
      ) : null}
      {can("customer.grant") && !customer.closedAt ? (
        <StaffAction
          {...shared}
          id="give"
          action={actions.give}
          words={words("give")}
          choices={[
            {
              name: "plan",
              label: t("plan"),
              options: paidPlanKeys.map((key) => [key, plans(`${key}.name`)] as const),
            },
            {
              name: "days",
              label: t("days"),
              options: grantDays.map((count) => [String(count), t("dayCount", { count })] as const),
            },
          ]}
        />
      ) : null}
    </div>
  );
}

const named = [
  ["customer.sync", "sync"],
  ["customer.subscription", "cancel"],
  ["customer.grant", "give"],
  ["customer.refund", "refund"],
  ["customer.access", "signOut"],
] as const satisfies [StaffPermission, string][];

/** What this role may not do here, and who can: one line each, so that a customer is handed on to the right person. */
export function OtherRolesCan({
  role,
  rolesWith,
}: {
  role: StaffRole;
  /** The roles that have a permission. */
  rolesWith: (permission: StaffPermission) => readonly StaffRole[];
}) {
  const t = useTranslations("staff.customerAction");
  const roles = useTranslations("staff.role");
  const format = useFormatter();
  const missing = named.filter(([permission]) => !rolesWith(permission).includes(role));
  if (missing.length === 0) return null;
  return (
    <section aria-label={t("onlyTitle")} className="mt-3 text-sm text-soft-ink">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {missing.map(([permission, name]) => (
          <li key={permission}>
            {t("only", {
              action: t(`${name}.trigger`),
              roles: format.list(
                rolesWith(permission).map((one) => roles(one)),
                { type: "disjunction" },
              ),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
