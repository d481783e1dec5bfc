import { ensureUser } from "@/lib/accounts/users";
import { toPublicId } from "@/lib/core/ids";
import { addMs, dayMs, hourMs, toUnixSeconds } from "@/lib/core/time";
import { signWith } from "@/lib/identity/keys";
import { apiAudience } from "@/lib/identity/verify-access-token";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

/** A paying account with a device, and an access token for it that outlives the measurement. */
export async function createBenchToken(): Promise<string> {
  const user = await transaction((tx) => ensureUser(tx, { email: "bench@example.com", locale: "en" }));
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: user.id } });
  const device = await db().device.create({
    data: { accountId, userId: user.id, name: "Bench", clientId: "extension" },
  });
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
  const claims = {
    iss: env().GATEHOUSE_URL,
    aud: apiAudience(),
    sub: user.id,
    account: toPublicId("account", accountId),
    device: toPublicId("device", device.id),
    device_epoch: device.epoch,
    session_epoch: 0,
    scope: "entitlements:read usage:write account:read",
    iat: toUnixSeconds(now),
    exp: toUnixSeconds(addMs(now, hourMs)),
  };
  return signWith("token", JSON.stringify(claims), { typ: "at+jwt" });
}
