import { type BillingOverview, getBillingOverview } from "@/lib/billing/billing-overview";
import { type Debts, decideDebts } from "@/lib/billing/decide-debts";
import { findDebtFacts } from "@/lib/billing/find-debt-facts";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { clock } from "@/lib/platform/clock";

/** Where an account stands: its payments, what it may use now, and what it owes, which all say the same. */
export type Standing = { billing: BillingOverview; decision: Decision; debts: Debts };

/** Where an account stands, or this one of its people. @throws AppError `not_found` */
export async function getStanding(accountId: string, userId: string | null = null): Promise<Standing> {
  const [billing, decision, facts] = await Promise.all([
    getBillingOverview(accountId),
    getDecision(accountId, userId),
    findDebtFacts(accountId),
  ]);
  return { billing, decision, debts: decideDebts(facts, decision.trace, clock.now()) };
}
