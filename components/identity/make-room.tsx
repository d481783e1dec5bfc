import { useFormatter, useTranslations } from "next-intl";
import { LocaleLink } from "@/components/locale-link";
import type { PlanKey } from "@/lib/catalog/plans";
import { toPublicId } from "@/lib/core/ids";
import type { ConnectedDevice } from "@/lib/identity/devices";

type MakeRoomProps = {
  /** Those that may be disconnected by whoever decides. */
  devices: readonly ConnectedDevice[];
  /** How many of them must make room. */
  needed: number;
  limit: number;
  plan: PlanKey;
};

/** The browsers that have taken every place, to choose which one makes room. Part of the form that connects the next. */
export function MakeRoom({ devices, needed, limit, plan }: MakeRoomProps) {
  const t = useTranslations("consent.full");
  const plans = useTranslations("catalog.plans");
  const format = useFormatter();
  return (
    <div className="grid gap-3 rounded-control border border-amber-ink/30 bg-amber-wash p-4">
      <h2 className="text-base">{t("title", { limit })}</h2>
      <p className="text-[0.9375rem]">{t("text", { plan: plans(`${plan}.name`), limit, needed })}</p>
      <fieldset className="grid gap-2">
        <legend className="mb-2 text-sm font-semibold">{t("legend", { needed })}</legend>
        {devices.map(({ id, name, lastUsedAt, createdAt }) => (
          <label
            key={id}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control border border-control-line bg-card px-3.5 py-2.5 has-checked:border-primary has-checked:ring-1 has-checked:ring-primary"
          >
            <input
              type={needed === 1 ? "radio" : "checkbox"}
              name="disconnect"
              value={toPublicId("device", id)}
              required={needed === 1}
              className="size-4.5 shrink-0 accent-primary"
            />
            <span className="min-w-0">
              <span className="block break-words font-semibold">{name}</span>
              <span className="block text-sm text-soft-ink">
                {t(lastUsedAt ? "lastUsed" : "neverUsed", {
                  date: format.dateTime(lastUsedAt ?? createdAt, { dateStyle: "medium" }),
                })}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <LocaleLink
        href="/pricing"
        target="_blank"
        rel="noopener"
        className="inline-flex min-h-9 items-center font-semibold text-brass-ink underline-offset-4 hover:underline"
      >
        {t("plans")}
      </LocaleLink>
    </div>
  );
}
