import type { MoneyCallState } from "@/generated/prisma/enums";
import { db } from "@/lib/platform/db";
import type { AuditedAct } from "@/lib/platform/module";
import type { TimelineTone } from "@/lib/platform/timeline";

/** What became of refunds that were asked for: the call to Stripe behind each record, which its detail names. */
export async function findRefundOutcomes(
  acts: readonly AuditedAct[],
): Promise<Map<string, { tone?: TimelineTone; raw: object }>> {
  const calls = await db().moneyCall.findMany({
    where: { kind: "refund_charge", subject: { in: acts.map(({ subjectId }) => subjectId) } },
    select: { id: true, state: true, attempts: true, stripeObjectId: true, errorCode: true, settledAt: true },
  });
  const byId = new Map(calls.map((call) => [call.id, call]));
  return new Map(
    acts.flatMap(({ id, detail }) => {
      const call = typeof detail?.moneyCall === "string" ? byId.get(detail.moneyCall) : undefined;
      return call ? [[id, { ...toneOf(call.state), raw: { call } }] as const] : [];
    }),
  );
}

function toneOf(state: MoneyCallState): { tone?: TimelineTone } {
  return state === "refused" ? { tone: "bad" } : {};
}
