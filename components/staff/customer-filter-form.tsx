import { useTranslations } from "next-intl";
import { subscriptionFilters } from "@/components/staff/subscription-filter";
import { Button, buttonVariants } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";

/** Narrows the list of customers. A plain form that leads to an address, which can be kept and shared. */
export function CustomerFilterForm({ search, subscription }: { search?: string; subscription?: string }) {
  const t = useTranslations("staff.customers");
  const statuses = useTranslations("staff.subscriptionStatus");
  return (
    <search>
      <form
        action="/staff/customers"
        className="my-6 grid gap-4 sm:grid-cols-[minmax(0,1fr)_14rem_auto] sm:items-start"
      >
        <Field id="search" label={t("search")} hint={t("searchHint")}>
          {(control) => <Input {...control} type="search" name="search" defaultValue={search} autoComplete="off" />}
        </Field>
        <Field id="subscription" label={t("subscription")}>
          {(control) => (
            <Select {...control} name="subscription" defaultValue={subscription ?? ""}>
              <option value="">{t("any")}</option>
              {subscriptionFilters.map((filter) => (
                <option key={filter} value={filter}>
                  {filter === "none" ? t("never") : statuses(filter)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex gap-2 sm:pt-6.5">
          <Button type="submit">{t("apply")}</Button>
          {search || subscription ? (
            <Link href="/staff/customers" className={buttonVariants({ variant: "ghost" })}>
              {t("clear")}
            </Link>
          ) : null}
        </div>
      </form>
    </search>
  );
}
