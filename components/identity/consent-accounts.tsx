import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useAccountLabel } from "@/components/portal/account-label";
import { cn } from "@/components/ui/class-names";
import { toPublicId } from "@/lib/core/ids";
import type { DeviceAccount } from "@/lib/entitlements/device-accounts";

type ConsentAccountsProps = { accounts: readonly DeviceAccount[]; chosen: string; uid: string };

/** Which of several accounts the extension is connected to. The choice belongs to the page, so it lives in its address. */
export function ConsentAccounts({ accounts, chosen, uid }: ConsentAccountsProps) {
  const t = useTranslations("consent");
  const plans = useTranslations("catalog.plans");
  const label = useAccountLabel();
  return (
    <nav aria-label={t("connectTo")}>
      <h2 className="text-base">{t("connectTo")}</h2>
      <ul className="mt-2 grid gap-2">
        {accounts.map((account) => (
          <li key={account.id}>
            <a
              href={`/oauth/interaction/${uid}?account=${toPublicId("account", account.id)}`}
              aria-current={account.id === chosen ? "true" : undefined}
              className="flex min-h-11 items-center gap-3 rounded-control border border-control-line bg-card px-3.5 py-2.5 hover:border-ink aria-[current]:border-primary aria-[current]:ring-1 aria-[current]:ring-primary"
            >
              <Check
                aria-hidden="true"
                className={cn("size-4.5 shrink-0 text-leaf-ink", account.id !== chosen && "invisible")}
              />
              <span className="min-w-0 flex-1 break-words font-semibold">{label(account)}</span>
              <span className="text-sm text-soft-ink">{plans(`${account.plan}.name`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
