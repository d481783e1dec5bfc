import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { db, query, transaction } from "@/lib/platform/db";

const accountId = randomUUID();
const at = new Date("2026-03-01T12:00:00Z");
const most = Number.MAX_SAFE_INTEGER;

const invoice = (stripeInvoiceId: string, totalMinor: number | bigint) => ({
  ...({ accountId, stripeInvoiceId, currency: "idr", status: "open", amountDueMinor: 12, amountPaidMinor: 0 } as const),
  ...{ totalMinor, issuedAt: at, periodStart: at, periodEnd: at },
});

beforeAll(async () => {
  await db().account.create({ data: { id: accountId } });
  await db().invoice.create({ data: invoice("in_1", most) });
});

test("the largest amount that a number holds comes back as it was written, as a plain row, also through a relation and in a transaction", async () => {
  const row = await db().invoice.findUniqueOrThrow({ where: { stripeInvoiceId: "in_1" } });
  expect(row).toEqual({ ...row, totalMinor: most, amountDueMinor: 12, amountPaidMinor: 0 });
  expect(Object.getOwnPropertySymbols(row)).toEqual([]);
  expect(structuredClone(row)).toEqual(row);
  const account = await db().account.findUniqueOrThrow({ where: { id: accountId }, include: { invoices: true } });
  expect(account.invoices).toEqual([row]);
  expect(await transaction((tx) => tx.invoice.findMany({ where: { accountId } }))).toEqual([row]);
  const [sum] = await db().invoice.groupBy({ by: ["currency"], where: { accountId }, _sum: { totalMinor: true } });
  expect(sum).toEqual({ currency: "idr", _sum: { totalMinor: most } });
  expect(await db().invoice.findFirst({ where: { accountId }, select: { totalMinor: true } })).toEqual({
    totalMinor: most,
  });
});

test("the database refuses an amount that no number holds exactly", async () => {
  await expect(db().invoice.create({ data: invoice("in_2", BigInt(most) + 1n) })).rejects.toThrow(
    "invoice_exact_amounts",
  );
});

test("a sum of amounts that no number holds exactly is no answer", async () => {
  await db().invoice.create({ data: invoice("in_3", 1) });
  const summed = db().invoice.groupBy({ by: ["currency"], where: { accountId }, _sum: { totalMinor: true } });
  await expect(summed).rejects.toThrow(RangeError);
  await db().invoice.delete({ where: { stripeInvoiceId: "in_3" } });
});

test("a price below the minor unit keeps its parts", async () => {
  const [row] = (await query<{ price: string }>(`select 0.000000000001::decimal(24, 12)::text as price`)).rows;
  const lines = {
    create: {
      accountId,
      stripeInvoiceLineId: "il_1",
      currency: "usd",
      amountMinor: 1,
      unitAmountMinor: row?.price ?? "",
      quantity: 1,
      periodStart: at,
      periodEnd: at,
    },
  };
  await db().invoice.update({ where: { stripeInvoiceId: "in_1" }, data: { lines } });
  expect(await db().invoiceLine.findMany({ select: { unitAmountMinor: true } })).toEqual([{ unitAmountMinor: 1e-12 }]);
});
