import type { PlanKey } from "@/lib/catalog/plans";
import { getDecision } from "@/lib/entitlements/get-entitlements";

/**
 * The account's plan, and how many people it is paid for. A plan that was given, like a free one, has the fewest seats
 * that it can have.
 * @throws AppError `not_found`
 */
export async function getSeats(accountId: string): Promise<{ plan: PlanKey; seats: number }> {
  const { plan, seats } = await getDecision(accountId);
  return { plan, seats };
}
