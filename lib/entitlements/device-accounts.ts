import { type AccountPlace, listAccountPlaces } from "@/lib/accounts/home-account";
import type { PlanKey } from "@/lib/catalog/plans";
import { getDecision } from "@/lib/entitlements/get-entitlements";

/** An account that a browser can be connected to, with the plan that the extension would get there. */
export type DeviceAccount = AccountPlace & { plan: PlanKey };

/**
 * The accounts that a person can connect a browser to, the one to propose first: the account they act for where it gives
 * more than Free, else the first that does. So whoever has a seat in a team gets what the team pays for.
 */
export async function listDeviceAccounts(userId: string): Promise<DeviceAccount[]> {
  const places = await listAccountPlaces(userId);
  const decisions = await Promise.all(places.map(({ id }) => getDecision(id, userId)));
  return entitledFirst(places.map((place, index) => ({ ...place, plan: decisions[index]?.plan ?? "free" })));
}

/** The same accounts, with the first that has more than the free plan in front. */
function entitledFirst<A extends { plan: PlanKey }>(accounts: readonly A[]): A[] {
  const proposed = accounts.find(({ plan }) => plan !== "free") ?? accounts[0];
  return proposed ? [proposed, ...accounts.filter((account) => account !== proposed)] : [];
}
