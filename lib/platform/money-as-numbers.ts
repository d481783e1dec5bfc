import { Prisma } from "@/generated/prisma/client";
import { toAmount } from "@/lib/core/money";

type Numbers<Column extends string> = { [Name in Column]: { needs: Record<Name, true>; compute: () => number } };
type Maybe<Column extends string> = { [Name in Column]: { needs: Record<Name, true>; compute: () => number | null } };

/** How TypeScript sees the columns of money. A test compares them with the schema. */
type Read = {
  subscription: Maybe<"amountMinor" | "nextAmountMinor">;
  invoice: Numbers<"totalMinor" | "amountDueMinor" | "amountPaidMinor">;
  invoiceLine: Numbers<"amountMinor" | "discountMinor" | "unitAmountMinor">;
  charge: Numbers<"amountMinor" | "refundedMinor">;
  dispute: Numbers<"amountMinor">;
  checkoutSession: Maybe<"amountMinor">;
  moneyCall: Maybe<"amountMinor">;
  mrrMovement: Numbers<"deltaMinor" | "afterMinor">;
  revenueMonth: Numbers<"amountMinor">;
};

/**
 * Money as numbers (ADR 0083). Whole amounts are 64-bit integers in the database, which Prisma reads as `bigint`, and prices
 * of one unit decimals; here each becomes the number that Stripe, JSON and `Intl` use, in rows, through relations and in
 * sums. Raw SQL does not come through here: it casts with `::float8`.
 */
export const moneyAsNumbers = Prisma.defineExtension({
  name: "money as numbers",
  // The types alone: a field that Prisma computes would make each row a proxy, which is no plain object.
  result: {} as Read,
  query: { $allModels: { $allOperations: async ({ args, query }) => readMoney(await query(args)) } },
});

function readMoney<Found>(found: Found): Found;
function readMoney(found: unknown): unknown {
  if (Array.isArray(found)) return found.map((one: unknown) => readMoney(one));
  if (typeof found !== "object" || found === null || Object.getPrototypeOf(found) !== Object.prototype) return found;
  return Object.fromEntries(
    Object.entries(found).map(([name, value]: [string, unknown]) => [
      name,
      name.endsWith("Minor") ? toNumber(value) : readMoney(value),
    ]),
  );
}

function toNumber(value: unknown): unknown {
  if (typeof value === "bigint") return toAmount(value);
  return Prisma.Decimal.isDecimal(value) ? value.toNumber() : value;
}
