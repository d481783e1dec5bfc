import { openMoneyCall, performMoneyCall } from "@/lib/billing/internal/money/money-calls";
import { trackBackground } from "@/lib/platform/background";
import type { Row, Tx } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

type MoneyCall = Row<"moneyCall">;

/** What a change of somebody's mail address runs in its own transaction, once the new address is written. */
type Alongside = (tx: Tx, userId: string) => Promise<void>;

/**
 * Runs a change of somebody's mail address, and tells Stripe the new one for every account that they own there, so that
 * invoices go where they read them. The calls are rows of the change's own transaction; they are sent after it, and the
 * janitor sends what could not be.
 */
export async function followAddress<T>(change: (alongside: Alongside) => Promise<T>): Promise<T> {
  const calls: MoneyCall[] = [];
  const outcome = await change(async (tx, userId) => {
    for (const call of await openCalls(tx, userId)) calls.push(call);
  });
  trackBackground(Promise.all(calls.map(tell)));
  return outcome;
}

async function openCalls(tx: Tx, userId: string): Promise<MoneyCall[]> {
  const customers = await tx.billingCustomer.findMany({
    where: { stripeCustomerId: { not: null }, account: { memberships: { some: { userId, role: "owner" } } } },
    select: { accountId: true },
  });
  const calls: MoneyCall[] = [];
  for (const { accountId } of customers) {
    // About the account and not its customer: a visit to the billing portal, which is, must not supersede it.
    calls.push(await openMoneyCall(tx, { accountId, kind: "tell_customer_address", subject: accountId }));
  }
  return calls;
}

/** The person's change stands whatever Stripe says: a call without an answer is the janitor's. */
async function tell(call: MoneyCall): Promise<void> {
  try {
    await performMoneyCall(call);
  } catch (error) {
    logger().warn({ err: error, moneyCall: call.id }, "Stripe does not know a customer's new address yet");
  }
}
