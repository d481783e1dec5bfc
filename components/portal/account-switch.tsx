import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useAccountLabel } from "@/components/portal/account-label";
import { cn } from "@/components/ui/class-names";
import type { AccountPlace } from "@/lib/accounts/home-account";
import { toPublicId } from "@/lib/core/ids";

type AccountSwitchProps = { accounts: readonly AccountPlace[]; itemClassName: string };

/** Chooses for which of several accounts one acts. The first is the chosen one. A plain form: it works without scripts. */
export function AccountSwitch({ accounts, itemClassName }: AccountSwitchProps) {
  const t = useTranslations("portal.accounts");
  const label = useAccountLabel();
  return (
    <form method="post" action="/account/switch">
      <fieldset>
        <legend className="px-3 pb-1 text-sm text-soft-ink">{t("title")}</legend>
        {accounts.map((account, index) => (
          <button
            key={account.id}
            type="submit"
            name="account"
            value={toPublicId("account", account.id)}
            aria-pressed={index === 0}
            className={itemClassName}
          >
            <Check aria-hidden="true" className={cn(index > 0 && "invisible")} />
            <span className="min-w-0">
              <span data-cut className="block truncate font-semibold">
                {label(account)}
              </span>
              <span className="block text-sm text-soft-ink">{t(`role.${account.role}`)}</span>
            </span>
          </button>
        ))}
      </fieldset>
    </form>
  );
}
