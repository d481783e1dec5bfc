import { useTranslations } from "next-intl";
import type { AccountPlace } from "@/lib/accounts/home-account";

type Named = Pick<AccountPlace, "name" | "role" | "ownedBy">;

/** What an account is called: its name, or whose it is where it has none. */
export function useAccountLabel(): (account: Named) => string {
  const t = useTranslations("portal.accounts");
  return ({ name, role, ownedBy }) => name ?? (role === "owner" ? t("own") : t("of", { name: ownedBy }));
}
