import { useTranslations } from "next-intl";
import { useStorageText } from "@/components/storage-text";
import { Card, CardTitle } from "@/components/ui/card";
import type { UsageHistory } from "@/lib/entitlements/usage-history";

/** Which browser stored how much, as bars that can be compared. */
export function UsageByDevice({ byDevice }: Pick<UsageHistory, "byDevice">) {
  const t = useTranslations("portal.usage");
  const storage = useStorageText();
  const most = Math.max(1, ...byDevice.map(({ amount }) => amount));
  return (
    <Card aria-labelledby="usage-devices">
      <CardTitle id="usage-devices">{t("byDevice")}</CardTitle>
      {byDevice.length === 0 ? <p className="mt-3 text-soft-ink">{t("noDevices")}</p> : null}
      <ul className="mt-4 grid gap-4">
        {byDevice.map(({ deviceId, device, isConnected, amount }) => (
          <li key={deviceId ?? "none"}>
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0 break-words font-semibold">{device ?? t("noDevice")}</span>
              <span className="figures">
                {amount < 0 ? t("released", { amount: storage(-amount) }) : storage(amount)}
              </span>
            </p>
            <div aria-hidden="true" className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-sunken">
              <div
                className="h-full rounded-full bg-brass"
                style={{ width: `${(Math.max(0, amount) / most) * 100}%` }}
              />
            </div>
            {device && !isConnected ? <p className="mt-1 text-sm text-soft-ink">{t("disconnected")}</p> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
