import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";

/** What a member finds where the owner looks after the money. */
export function OwnerOnly({ what, owner }: { what: "invoices" | "subscription"; owner: string }) {
  const t = useTranslations("portal.ownerOnly");
  return (
    <EmptyState icon={<KeyRound />} title={t(`${what}.title`)}>
      {t(`${what}.text`, { owner })}
    </EmptyState>
  );
}
