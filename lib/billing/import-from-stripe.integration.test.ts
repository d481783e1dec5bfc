import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ensureUser } from "@/lib/accounts/users";
import { importFromStripe } from "@/lib/billing/import-from-stripe";
import { stripeMetadata } from "@/lib/catalog/stripe-names";
import { toPublicId } from "@/lib/core/ids";
import { db, transaction } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";
import { deleteAccounts } from "@/tests/delete-accounts";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(async () => {
  world.calm();
  // Each test imports the whole shop anew, as into an empty database.
  await db().importRun.deleteMany();
  await deleteAccounts();
});
afterAll(() => world.stop());

/** A customer as a host's former shop made it; `price` also subscribes them. */
async function shopper(email: string | null, price?: string, name?: string): Promise<string> {
  const customer = await stripe().customers.create({
    ...(email && { email }),
    ...(name && { name }),
    payment_method: "pm_card_visa",
    invoice_settings: { default_payment_method: "pm_card_visa" },
  });
  if (price) {
    const prices = await stripe().prices.list({ lookup_keys: [price] });
    await stripe().subscriptions.create({ customer: customer.id, items: [{ price: prices.data[0]?.id ?? "" }] });
  }
  return customer.id;
}

const accountOf = async (stripeCustomerId: string) =>
  (await db().billingCustomer.findUnique({ where: { stripeCustomerId }, include: { account: true } }))?.account;

/** What an import has written, by what it says: ids of ours and the times of writing are left out. */
async function imported() {
  const invoice = { include: { lines: { orderBy: { stripeInvoiceLineId: "asc" } } } } as const;
  const accounts = await db().account.findMany({
    include: { billingCustomer: true, subscriptions: true, invoices: invoice, charges: true, disputes: true },
  });
  const ours = ["id", "accountId", "invoiceId", "createdAt", "updatedAt", "syncedAt", "leaseFence", "leaseUntil"];
  const byContent = accounts.map((account) =>
    JSON.stringify(account, (key, value) => (ours.includes(key) ? undefined : value)),
  );
  const [run] = await db().importRun.findMany();
  const { customersSeen, accountsOpened, accountsAdopted, customersSkipped, state } = run ?? {};
  return { byContent: byContent.sort(), customersSeen, accountsOpened, accountsAdopted, customersSkipped, state };
}

async function startImport(): Promise<ChildProcess> {
  const args = ["--import", "tsx", "scripts/import-stripe.ts", "--json", "--lease", "1"];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

/** Lets an import in a process of its own get to its first batch, and kills it some time after. */
async function killAfter(ms: number): Promise<void> {
  const child = await startImport();
  const exited = once(child, "exit");
  if (child.stdout) for await (const _line of createInterface({ input: child.stdout })) break;
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  await exited;
  clearTimeout(timer);
}

test("killed with -9 at random points and started again, it leaves the same rows as without", async () => {
  for (let number = 0; number < 36; number += 1) {
    await shopper(
      number % 9 === 8 ? null : `shopper-${number}@example.com`,
      ["pro_monthly_eur", "team_yearly_usd"][number % 3],
    );
  }
  await world.sandbox.advanceBy(40 * 86_400);
  await world.sandbox.setFaults({ api_latency_ms: 5 });
  for (let kill = 0; kill < 4; kill += 1) await killAfter(Math.random() * 250);
  const [unfinished] = await db().importRun.findMany();
  expect(unfinished).toMatchObject({ state: "running" });
  const last = await startImport();
  last.stdout?.resume();
  expect(await once(last, "exit")).toEqual([0, null]);
  const afterKills = await imported();
  const opened = await db().auditRecord.count({ where: { action: "account.imported" } });

  await db().importRun.deleteMany();
  await deleteAccounts();
  await world.sandbox.setFaults({});
  await importFromStripe();
  expect(afterKills).toEqual(await imported());
  expect(afterKills).toMatchObject({ customersSeen: 36, accountsOpened: 36, customersSkipped: 0, state: "finished" });
  expect(opened).toBe(36);
  // Twelve who paid twice, and twelve who paid once.
  expect(await db().invoiceLine.count()).toBe(36);
}, 120_000);

test("opens an account that waits for the address, and names it at Stripe; again changes nothing", async () => {
  const customer = await shopper("Waiting@Example.com", "pro_monthly_eur");
  await importFromStripe();
  const account = await accountOf(customer);
  expect(account).toMatchObject({ claimEmail: "waiting@example.com" });
  const named = await stripe().customers.retrieve(customer);
  expect(named).toMatchObject({ metadata: { [stripeMetadata.account]: toPublicId("account", account?.id ?? "") } });

  const before = await db().account.count();
  world.network.log = [];
  const again = await importFromStripe();
  expect(again).toMatchObject({ accountsOpened: 0, accountsAdopted: before });
  expect(await db().account.count()).toBe(before);
  expect(world.network.log.filter((call) => call.startsWith("POST"))).toEqual([]);
});

test("takes a customer's name over, unless it would lead people away from a mail", async () => {
  const [plain, long, bait] = [
    await shopper(null, undefined, " Ada's Studio "),
    await shopper(null, undefined, "n".repeat(200)),
    await shopper(null, undefined, "A prize at https://evil.example"),
  ];
  await importFromStripe();
  expect(await accountOf(plain)).toMatchObject({ name: "Ada's Studio" });
  expect(await accountOf(long)).toMatchObject({ name: "n".repeat(60) });
  expect(await accountOf(bait)).toMatchObject({ name: null });
});

test("adopts the account of whoever has shown that the address is theirs, and of nobody else", async () => {
  const join = (email: string, isEmailVerified: boolean) =>
    transaction((tx) => ensureUser(tx, { email, locale: "en", isEmailVerified }));
  const verified = await join("verified@example.com", true);
  await join("unverified@example.com", false);
  const [mine, other] = [await shopper("verified@example.com"), await shopper("unverified@example.com")];
  await importFromStripe();
  const place = await db().membership.findFirstOrThrow({ where: { userId: verified.id } });
  expect(await accountOf(mine)).toMatchObject({ id: place.accountId, claimEmail: null });
  expect(await accountOf(other)).toMatchObject({ claimEmail: "unverified@example.com" });
});

test("an account that holds another customer is left alone, and the audit log says so once", async () => {
  const { accountId } = await world.newCustomer();
  await db().billingCustomer.create({ data: { accountId, stripeCustomerId: "cus_another" } });
  const customer = await shopper(null);
  const metadata = { [stripeMetadata.account]: toPublicId("account", accountId) };
  await stripe().customers.update(customer, { metadata });
  expect(await importFromStripe()).toMatchObject({ customersSkipped: 1 });
  const audited = await db().auditRecord.findMany({
    where: { subjectId: customer, action: "import.customer_skipped" },
  });
  expect(audited).toHaveLength(1);
  await stripe().customers.update(customer, { metadata: { [stripeMetadata.account]: "" } });
});

test("one customer that can't be read is reported, and the others come in", async () => {
  const broken = await shopper("broken@example.com");
  const fine = await shopper("fine@example.com", "pro_monthly_eur");
  world.network.before = ({ path }) =>
    path === `/v1/customers/${broken}`
      ? { status: 400, type: "invalid_request_error", code: "parameter_invalid" }
      : "pass";
  const leftAlone: object[] = [];
  const run = await importFromStripe({ onLeftAlone: (one) => leftAlone.push(one) });
  expect(run).toMatchObject({ state: "finished", customersSkipped: 1, lastError: "parameter_invalid" });
  expect(leftAlone).toEqual([{ stripeCustomerId: broken, reason: "parameter_invalid", failed: true }]);
  expect(await db().subscription.count({ where: { accountId: (await accountOf(fine))?.id ?? "" } })).toBe(1);
});

test("waits as Stripe's rate limit asks, and loses nobody", async () => {
  let refusals = 5;
  world.network.before = () => {
    refusals -= 1;
    return refusals >= 0 ? { status: 429, type: "invalid_request_error", code: "rate_limit" } : "pass";
  };
  const waits: number[] = [];
  const run = await importFromStripe({ onWait: (ms) => waits.push(ms), pause: async () => undefined });
  expect(waits.length).toBe(5);
  expect(run).toMatchObject({ state: "finished", customersSkipped: 0 });
});

test("a key that is refused stops the run, which the next start goes on with", async () => {
  world.network.before = ({ method }) => (method === "POST" ? { status: 401, type: "invalid_request_error" } : "pass");
  await expect(importFromStripe()).rejects.toThrow();
  const [stopped] = await db().importRun.findMany();
  expect(stopped).toMatchObject({ state: "interrupted", leaseUntil: null, customersSkipped: 0 });
  world.calm();
  expect(await importFromStripe()).toMatchObject({ id: stopped?.id, state: "finished" });
});

test("a second import at the same time is refused, and a run whose cursor was deleted starts over", async () => {
  const leaseUntil = new Date(Date.now() + 60_000);
  const { id } = await db().importRun.create({ data: { leaseUntil, cursor: "cus_deleted" } });
  await expect(importFromStripe({ pause: async () => undefined })).rejects.toMatchObject({ code: "conflict" });
  await db().importRun.update({ where: { id }, data: { leaseUntil: null } });
  const all = await stripe().customers.list({ limit: 100 });
  expect(await importFromStripe()).toMatchObject({ id, state: "finished", customersSeen: all.data.length });
});
