import { useFormatter, useLocale, useTranslations } from "next-intl";
import { StaffAction } from "@/components/staff/staff-action";
import { useActionWords } from "@/components/staff/use-action-words";
import { hasText } from "@/components/texts/has-text";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/entry/action";
import type { CustomerFacts, GrantRow } from "@/lib/success/get-customer";

const listLook = "divide-y divide-line rounded-card border border-line bg-card text-sm";
const rowLook = "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3.5";

type PeopleProps = {
  account: string;
  people: CustomerFacts["people"];
  /** Left out for roles that may not. */
  signOut?: FormAction<string>;
};

/** Who belongs to the account. */
export function CustomerPeople({ account, people, signOut }: PeopleProps) {
  const t = useTranslations("staff.customer");
  const words = useActionWords();
  const languages = new Intl.DisplayNames(useLocale(), { type: "language" });
  return (
    <ul className={listLook}>
      {people.map(({ id, email, name, role, locale }) => (
        <li key={id} className={rowLook}>
          <div className="min-w-0">
            <p className="font-semibold [overflow-wrap:anywhere]">{email}</p>
            <p className="text-soft-ink">
              {[name, t(role), languages.of(locale) ?? locale].filter(Boolean).join(" · ")}
            </p>
          </div>
          {signOut ? (
            <StaffAction
              id={`sign-out-${id}`}
              action={signOut}
              fields={{ account, person: id }}
              words={words("signOut", { email })}
              isDangerous
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

type GrantsProps = {
  account: string;
  grants: (GrantRow & { publicId: string })[];
  /** Left out for roles that may not. */
  take?: FormAction<string>;
};

/** Plans that were given, with why and until when. */
export function CustomerGrants({ account, grants, take }: GrantsProps) {
  const t = useTranslations("staff.customer");
  const plans = useTranslations("catalog.plans");
  const words = useActionWords();
  const format = useFormatter();
  return (
    <ul className={listLook}>
      {grants.map(({ id, publicId, planKey, reason, endsAt }) => {
        const name = `${planKey}.name` as const;
        const plan = hasText(plans, name) ? plans(name) : planKey;
        return (
          <li key={id} className={rowLook}>
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-semibold">{plan}</span>
                <Badge tone="good">
                  {endsAt
                    ? t("grantUntil", { date: format.dateTime(endsAt, { dateStyle: "medium" }) })
                    : t("grantEndless")}
                </Badge>
              </p>
              <p className="break-words text-soft-ink">{reason}</p>
            </div>
            {take ? (
              <StaffAction
                id={`take-${id}`}
                action={take}
                fields={{ account, grant: publicId }}
                words={words("take", { plan })}
                isDangerous
              />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
