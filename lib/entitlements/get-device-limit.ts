import { deviceLimit, type PlanKey } from "@/lib/catalog/plans";
import { getSeats } from "@/lib/entitlements/get-seats";

export type DeviceLimit = { plan: PlanKey; limit: number };

/**
 * How many browsers the account can have connected at once: the plan's number for each seat that is paid for. A plan
 * that was given has the fewest seats it can have. It limits new connections; what is connected stays connected.
 * @throws AppError `not_found`
 */
export async function getDeviceLimit(accountId: string): Promise<DeviceLimit> {
  const { plan, seats } = await getSeats(accountId);
  return { plan, limit: deviceLimit(plan, seats) };
}
