import type { Prisma } from "@/generated/prisma/client";
import { db, type Row, type Tx } from "@/lib/platform/db";

type MoneyCall = Row<"moneyCall">;

/** What was asked for of one payment, and what we were last told of the payment does not show. */
export type ReservedRefunds = {
  reservedMinor: number;
  /** True while it is not known of one of them what became of it. */
  isUnsettled: boolean;
};

/** By payment (`ch_…`), what our copy does not show: calls without an answer, and those with one that it is behind. */
export async function findReservedRefunds(accountId: string): Promise<Map<string, ReservedRefunds>> {
  const calls = await db().moneyCall.findMany({ where: { accountId, ...openOr({ copiedAt: null }) } });
  const payments = new Set(calls.map(({ subject }) => subject));
  return new Map([...payments].map((payment) => [payment, sum(calls.filter(({ subject }) => subject === payment))]));
}

/** Of one payment, what Stripe's word of `asOf` does not show: calls without an answer, and those that got one since. */
export async function sumReservedRefunds(tx: Tx, stripeChargeId: string, asOf: Date): Promise<ReservedRefunds> {
  const where = { subject: stripeChargeId, ...openOr({ settledAt: { gte: asOf } }) };
  return sum(await tx.moneyCall.findMany({ where }));
}

function openOr(settled: Prisma.MoneyCallWhereInput): Prisma.MoneyCallWhereInput {
  return {
    kind: "refund_charge",
    OR: [{ state: { in: ["pending", "unknown"] } }, { state: "succeeded", ...settled }],
  };
}

function sum(calls: readonly MoneyCall[]): ReservedRefunds {
  return {
    reservedMinor: calls.reduce((total, { amountMinor }) => total + (amountMinor ?? 0), 0),
    isUnsettled: calls.some(({ state }) => state !== "succeeded"),
  };
}
