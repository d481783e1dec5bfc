import { useTranslations } from "next-intl";
import { LocaleLink } from "@/components/locale-link";
import { Meter } from "@/components/ui/meter";
import type { PlanKey } from "@/lib/catalog/plans";

/** How many browsers are connected, of how many that fit; and the ways out where no place is left. */
export function DevicePlaces({ connected, limit, plan }: { connected: number; limit: number; plan: PlanKey }) {
  const t = useTranslations("portal.devices.places");
  const text = t("count", { connected, limit, plan: useTranslations("catalog.plans")(`${plan}.name`) });
  return (
    <div className="mt-6 max-w-md">
      <Meter value={connected} max={limit} tone="plain" label={t("label")} valueText={text} />
      <p className="mt-2 text-sm text-soft-ink">{text}</p>
      {connected >= limit ? (
        <p className="mt-2 text-[0.9375rem]">
          {t(connected > limit ? "over" : "full")}{" "}
          <LocaleLink href="/pricing" className="font-semibold text-brass-ink underline underline-offset-4">
            {t("plans")}
          </LocaleLink>
        </p>
      ) : null}
    </div>
  );
}
