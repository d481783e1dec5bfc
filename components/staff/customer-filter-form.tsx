import { useTranslations } from "next-intl";
import { Button, buttonVariants } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { planKeys } from "@/lib/catalog/plans";
import { intervals } from "@/lib/catalog/prices";
import { currencies } from "@/lib/core/money";
import type { CustomerFilter, CustomerOrder } from "@/lib/success/customer-filter";

type FilterFormProps = {
  path: string;
  /** What the list is narrowed to now, as parts of the address. */
  filter: Record<string, string>;
  statuses: readonly NonNullable<CustomerFilter["status"]>[];
  orders: readonly CustomerOrder[];
};

/** Narrows the list of customers. A plain form that leads to an address, which can be kept and shared. */
export function CustomerFilterForm({ path, filter, statuses, orders }: FilterFormProps) {
  const t = useTranslations("staff.customers");
  const plans = useTranslations("catalog.plans");
  const subscriptionStatus = useTranslations("staff.subscriptionStatus");
  const choices = [
    { name: "plan", label: t("plan"), options: planKeys.map((key) => [key, plans(`${key}.name`)]) },
    {
      name: "status",
      label: t("status"),
      options: statuses.map((key) => [key, key === "none" ? t("never") : subscriptionStatus(key)]),
    },
    { name: "interval", label: t("interval"), options: intervals.map((key) => [key, t(`intervals.${key}`)]) },
    { name: "currency", label: t("currency"), options: currencies.map((key) => [key, key.toUpperCase()]) },
  ] as const;
  const { problem, ...typed } = filter;
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <search>
      <form action={path} className="my-6 rounded-card border border-line bg-card p-5">
        {/* The choice of a problem is made by links; a search keeps it. */}
        {problem ? <input type="hidden" name="problem" value={problem} /> : null}
        <Field id="search" label={t("search")} hint={t("searchHint")}>
          {(control) => (
            <Input {...control} type="search" name="search" defaultValue={typed.search} autoComplete="off" />
          )}
        </Field>
        <div className="mt-4 grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-6">
          {choices.map(({ name, label, options }) => (
            <Field key={name} id={name} label={label}>
              {(control) => (
                <Select {...control} name={name} defaultValue={typed[name] ?? ""}>
                  <option value="">{t("any")}</option>
                  {options.map(([key, text]) => (
                    <option key={key} value={key}>
                      {text}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ))}
          <Field id="since" label={t("since")}>
            {(control) => <Input {...control} type="date" name="since" defaultValue={typed.since} />}
          </Field>
          <Field id="order" label={t("order")}>
            {(control) => (
              <Select {...control} name="order" defaultValue={typed.order ?? "newest"}>
                {orders.map((key) => (
                  <option key={key} value={key}>
                    {t(`orders.${key}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <div className="mt-5 flex gap-2">
          <Button type="submit">{t("apply")}</Button>
          {isNarrowed ? (
            <Link href={path} className={buttonVariants({ variant: "ghost" })}>
              {t("clear")}
            </Link>
          ) : null}
        </div>
      </form>
    </search>
  );
}
