import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { dropDatabase, ensureDatabase } from "../postgres/ensure-database";
import { migrateDatabase } from "./migrate-database";
import { readMigrations } from "./migration-files";

const change = "20261201041952_whole_amounts_are_integers";

test("amounts that were doubles become integers to the last unit, and prices keep their parts", async () => {
  const name = `test_${process.pid}_amounts_${randomUUID().slice(0, 8)}`;
  const superuserUrl = inject("superuserUrl");
  const urls = await ensureDatabase(superuserUrl, { name });
  const client = new pg.Client({ connectionString: urls.migrateDatabaseUrl });
  try {
    const before = readMigrations().filter((migration) => migration.name < change);
    await migrateDatabase(urls, { mode: "test", migrations: before });
    await client.connect();
    await client.query(`
      insert into account (id) values ('00000000-0000-7000-8000-000000000001');
      insert into invoice (id, "accountId", "stripeInvoiceId", status, currency, "totalMinor", "amountDueMinor", "amountPaidMinor",
        "issuedAt", "periodStart", "periodEnd", "updatedAt")
      values (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'in_1', 'open', 'idr', 9007199254740991, -99899999001, 0,
        now(), now(), now(), now());
      insert into subscription (id, "accountId", "stripeSubscriptionId", "stripePriceId", status, "stripeStatus", currency, "amountMinor",
        "nextAmountMinor", quantity, "startedAt", "currentPeriodStart", "currentPeriodEnd", "updatedAt")
      select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'sub_' || price, 'price_1', 'active', 'active', 'usd', price,
        next, 1, now(), now(), now(), now()
      from (values (0.05::float8, 5::float8), (99999999, null)) as given (price, next);
      insert into charge (id, "accountId", "stripeChargeId", state, currency, "amountMinor", "attemptedAt")
      values (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'ch_1', 'succeeded', 'jpy', 2147483648, now());`);
    expect(await migrateDatabase(urls, { mode: "test" })).toContain(change);
    const { rows: invoices } = await client.query(
      `select "totalMinor"::text as total, "amountDueMinor"::text as due, "amountPaidMinor"::text as paid from invoice`,
    );
    expect(invoices).toEqual([{ total: "9007199254740991", due: "-99899999001", paid: "0" }]);
    const { rows: prices } = await client.query(
      `select trim_scale("amountMinor")::text as price, "nextAmountMinor"::text as next from subscription order by 1`,
    );
    expect(prices).toEqual([
      { price: "0.05", next: "5" },
      { price: "99999999", next: null },
    ]);
    const { rows: charges } = await client.query(
      `select "amountMinor"::text as amount, "refundedMinor"::text as refunded from charge`,
    );
    expect(charges).toEqual([{ amount: "2147483648", refunded: "0" }]);
  } finally {
    await client.end();
    await dropDatabase(superuserUrl, name);
  }
});
