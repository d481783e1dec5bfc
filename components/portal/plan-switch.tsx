import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import type { Price } from "@/lib/catalog/prices";

/** The price that the customer chose on the pricing page, and the way to switch to it on Stripe's page (`children`). */
export function PlanSwitch({ wanted, children }: { wanted: Pick<Price, "plan" | "interval">; children: ReactNode }) {
  const t = useTranslations("portal.switch");
  const plans = useTranslations("catalog.plans");
  const { plan, interval } = wanted;
  return (
    <Alert tone="notice" title={t(`title.${interval}`, { plan: plans(`${plan}.name`) })}>
      <p>{t(`text.${interval}`, { plan: plans(`${plan}.name`) })}</p>
      <div className="mt-3">{children}</div>
    </Alert>
  );
}
