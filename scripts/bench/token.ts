import { addMs, dayMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { signInDevice } from "../../tests/device-access";

/** An access token of a device whose account pays for Pro. */
export async function createBenchToken(): Promise<string> {
  const { token, accountId } = await signInDevice();
  const now = systemNow();
  await db().subscription.create({
    data: {
      accountId,
      stripeSubscriptionId: "sub_bench",
      stripePriceId: "price_bench",
      status: "active",
      stripeStatus: "active",
      planKey: "pro",
      priceKey: "pro_monthly_eur",
      interval: "month",
      currency: "eur",
      amountMinor: 800,
      quantity: 1,
      startedAt: now,
      currentPeriodStart: now,
      currentPeriodEnd: addMs(now, 30 * dayMs),
    },
  });
  return token;
}
