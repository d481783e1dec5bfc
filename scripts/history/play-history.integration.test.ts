import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type Stripe from "stripe";
import { afterAll, expect, test } from "vitest";
import { importFromStripe } from "@/lib/billing/import-from-stripe";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { persona } from "@/prisma/personas";
import { findFreePort } from "../process/free-port";
import { borrowSandbox } from "./borrow-sandbox";
import { controlClock } from "./control-clock";
import { planHistory } from "./plan-history";
import { playHistory } from "./play-history";

const port = await findFreePort();
process.env.STRIPE_API_BASE = `http://127.0.0.1:${port}`;
const folder = await mkdtemp(path.join(tmpdir(), "gatehouse-history-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const history = planHistory({ seed: 4, customers: 30, now: new Date("2026-11-22T09:00:00Z") });

/** Plays the history in a fresh sandbox and goes on there. */
async function live<T>(name: string, work: () => Promise<T>): Promise<T> {
  const stateFile = path.join(folder, name);
  return borrowSandbox({ stateFile, port, start: history.startsAt }, async (url) => {
    await playHistory(history, { stripe: stripe(), clock: controlClock(url) });
    return work();
  });
}

/** What a year has left behind, without ids, which are drawn anew each time. */
async function contentOf(): Promise<string[]> {
  const [charges, subscriptions] = [[] as Stripe.Charge[], [] as Stripe.Subscription[]];
  for await (const charge of stripe().charges.list({ limit: 100 })) charges.push(charge);
  for await (const one of stripe().subscriptions.list({ limit: 100, status: "all" })) subscriptions.push(one);
  const paid = charges.map(({ amount, amount_refunded, created, currency, status, disputed }) =>
    JSON.stringify({ amount, amount_refunded, created, currency, status, disputed }),
  );
  const held = subscriptions.map(({ start_date, ended_at, status, cancel_at, items }) =>
    JSON.stringify({ start_date, ended_at, status, cancel_at, amount: items.data[0]?.price.unit_amount }),
  );
  return [...paid, ...held].sort();
}

test("the same history lived twice leaves the same payments and subscriptions, to the second", async () => {
  const first = await live("first", contentOf);
  expect(first.length).toBeGreaterThan(60);
  expect(await live("second", contentOf)).toEqual(first);
}, 120_000);

test("after the import each persona stands where their row says, and old payers keep the old price", async () => {
  await live("imported", async () => {
    await importFromStripe();
  });
  const standing = async (key: Parameters<typeof persona>[0]) => {
    const where = { account: { claimEmail: persona(key).email } };
    const { status, cancelAtPeriodEnd, planKey, quantity, amountMinor } = await db().subscription.findFirstOrThrow({
      where,
    });
    return { status, cancelAtPeriodEnd, planKey, quantity, amountMinor };
  };
  const pro = { planKey: "pro", quantity: 1, cancelAtPeriodEnd: false };
  expect(await standing("active")).toEqual({ ...pro, status: "active", amountMinor: 600 });
  expect(await standing("owner")).toMatchObject({ status: "active", planKey: "team", quantity: 4 });
  expect(await standing("past_due")).toMatchObject({ ...pro, status: "past_due" });
  expect(await standing("cancelled")).toMatchObject({ planKey: "pro", status: "canceled" });
  expect(await standing("cancelling")).toMatchObject({ ...pro, status: "active", cancelAtPeriodEnd: true });
  const sold = await db().subscription.groupBy({ by: ["amountMinor"], where: { priceKey: "pro_monthly_eur" } });
  expect(sold.map(({ amountMinor }) => amountMinor).sort()).toEqual([600, 800]);
}, 120_000);
