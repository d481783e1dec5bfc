import type { MoneyCall } from "@/generated/prisma/client";
import { db } from "@/lib/platform/db";

type DeadCall = Pick<MoneyCall, "id" | "kind" | "accountId" | "attempts" | "lastError" | "deadAt">;

/** The latest calls to Stripe that still have no answer after so many retries that they are dead letters. */
export async function listDeadCalls(take: number): Promise<DeadCall[]> {
  return db().moneyCall.findMany({
    where: { deadAt: { not: null } },
    orderBy: { deadAt: "desc" },
    take,
    select: { id: true, kind: true, accountId: true, attempts: true, lastError: true, deadAt: true },
  });
}
