import { addMs, hourMs } from "@/lib/core/time";
import { endGrant } from "@/lib/identity/internal/devices/end-grant";
import { systemNow } from "@/lib/platform/clock";
import { query } from "@/lib/platform/db";

/** As long as an interaction lives: after that nothing can turn its consent into tokens any more. */
const abandonedAfterMs = hourMs;
/** What tokens come from, or can still come from. */
const liveModels = ["RefreshToken", "AuthorizationCode", "DeviceCode"];

/**
 * Disconnects the devices that were agreed to and never fetched a token, because the window was closed in between.
 * Returns how many; for housekeeping.
 */
export async function sweepAbandonedDevices(): Promise<number> {
  const now = systemNow();
  const { rows } = await query<{ id: string }>(
    `select d.id from device d
     where d."revokedAt" is null and d."lastUsedAt" is null and d."createdAt" < $1
       and not exists (
         select from oidc_artifact a
         where a."grantId" = d.id::text and a.model = any($2) and (a."expiresAt" is null or a."expiresAt" > $3))
     limit 1000`,
    [addMs(now, -abandonedAfterMs), liveModels, now],
  );
  for (const { id } of rows) await endGrant(id, "abandoned-devices");
  return rows.length;
}
