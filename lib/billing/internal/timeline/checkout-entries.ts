import { db } from "@/lib/platform/db";
import { behind, type SourceReader } from "@/lib/platform/timeline";

/** Visits to the checkout page that came to an end. */
export const readSettledCheckouts: SourceReader = async ({ accountId }, bound, take) => {
  const checkouts = await db().checkoutSession.findMany({
    where: { accountId, ...behind("settledAt", bound) },
    orderBy: [{ settledAt: "desc" }, { id: "desc" }],
    take,
    // Whoever has the address of the page can pay there.
    omit: { url: true },
  });
  return checkouts.flatMap(({ id, accountId: _accountId, ...raw }) =>
    raw.settledAt
      ? [
          {
            source: "checkout_settled" as const,
            id,
            at: raw.settledAt,
            systemAt: null,
            kind: "checkout" as const,
            sentence: { code: `billing.checkout_${raw.state}`, values: { price: raw.priceKey } },
            doer: { kind: "stripe", name: null } as const,
            tone: raw.state === "complete" ? ("good" as const) : ("neutral" as const),
            reason: null,
            raw,
            href: null,
          },
        ]
      : [],
  );
};
