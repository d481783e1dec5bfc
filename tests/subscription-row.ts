import { randomUUID } from "node:crypto";
import type { Prisma } from "@/generated/prisma/client";
import { addMs, dayMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";

type Row = Prisma.SubscriptionCreateManyInput;

/** Pro for €8 a month, active and paid for thirty days from its start, apart from what is named. */
export function subscriptionRow(
  named: Pick<Row, "accountId"> & Partial<Omit<Row, "startedAt">> & { startedAt?: Date },
): Row {
  const { startedAt = clock.now(), status = "active", amountMinor = 800, quantity = 1 } = named;
  return {
    stripeSubscriptionId: `sub_${randomUUID()}`,
    stripePriceId: "price_pro",
    status,
    stripeStatus: status,
    planKey: "pro",
    priceKey: "pro_monthly_eur",
    interval: "month",
    currency: "eur",
    amountMinor,
    quantity,
    hasNextPayment: status === "active" || status === "trialing",
    nextAmountMinor: amountMinor === null ? null : Math.round(Number(amountMinor) * quantity),
    startedAt,
    currentPeriodStart: startedAt,
    currentPeriodEnd: addMs(startedAt, 30 * dayMs),
    ...named,
  };
}
