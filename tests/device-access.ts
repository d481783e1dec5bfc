import { ensureUser } from "@/lib/accounts/users";
import { toPublicId } from "@/lib/core/ids";
import { addMs, hourMs, toUnixSeconds } from "@/lib/core/time";
import { signWith } from "@/lib/identity/keys";
import { apiAudience } from "@/lib/identity/verify-access-token";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newAddress } from "@/tests/mailbox";

export type DeviceAccess = { token: string; userId: string; accountId: string; deviceId: string };

/**
 * A new person with a device that has signed in, and an access token as our provider makes it, valid for an hour. For
 * tests and benchmarks of what comes after signing in.
 */
export async function signInDevice(options: { scope?: string; deviceKey?: string } = {}): Promise<DeviceAccess> {
  const { scope = "entitlements:read usage:write account:read", deviceKey } = options;
  const user = await transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en" }));
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: user.id } });
  const device = await db().device.create({
    data: { accountId, userId: user.id, name: "A browser", clientId: "extension", ...(deviceKey && { deviceKey }) },
  });
  const now = systemNow();
  const claims = {
    iss: env().GATEHOUSE_URL,
    aud: apiAudience(),
    sub: toPublicId("user", user.id),
    account: toPublicId("account", accountId),
    device: toPublicId("device", device.id),
    device_epoch: device.epoch,
    session_epoch: 0,
    scope,
    iat: toUnixSeconds(now),
    exp: toUnixSeconds(addMs(now, hourMs)),
  };
  const token = await signWith("token", JSON.stringify(claims), { typ: "at+jwt" });
  return { token, userId: user.id, accountId, deviceId: device.id };
}
