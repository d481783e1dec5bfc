import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBillingPortal } from "@/lib/billing/billing-portal";
import { followAddress } from "@/lib/billing/follow-address";
import { sweepMoney } from "@/lib/billing/internal/money/money-calls";
import { ensureStripeCustomer } from "@/lib/billing/stripe-customer";
import { backgroundIdle } from "@/lib/platform/background";
import { db, transaction } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, type StripeCall, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

const isTelling = ({ method, path }: StripeCall) => method === "POST" && path.startsWith("/v1/customers/");

/** Gives somebody another address, as a confirmed change does. */
async function change(userId: string): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  await followAddress((alongside) =>
    transaction(async (tx) => {
      await tx.user.update({ where: { id: userId }, data: { email } });
      await alongside(tx, userId);
    }),
  );
  await backgroundIdle();
  return email;
}

async function emailAtStripe(customer: string): Promise<string | null> {
  const found = await stripe().customers.retrieve(customer);
  return found.deleted ? null : found.email;
}

const callsOf = (accountId: string) =>
  db().moneyCall.findMany({ where: { accountId, kind: "tell_customer_address" }, orderBy: { createdAt: "asc" } });

test("Stripe gets the owner's new address, by a call that is written down", async () => {
  const { userId, accountId } = await world.newCustomer();
  const customer = await ensureStripeCustomer(accountId);
  const email = await change(userId);
  expect(await emailAtStripe(customer)).toBe(email);
  expect(await callsOf(accountId)).toMatchObject([
    { state: "succeeded", subject: accountId, stripeObjectId: customer },
  ]);
});

test("a member's address is not the account's, and who never paid needs no call", async () => {
  const [owner, member] = [await world.newCustomer(), await world.newCustomer()];
  const customer = await ensureStripeCustomer(owner.accountId);
  const before = await emailAtStripe(customer);
  await db().membership.create({ data: { accountId: owner.accountId, userId: member.userId, role: "member" } });
  await change(member.userId);
  expect(await emailAtStripe(customer)).toBe(before);
  expect([...(await callsOf(owner.accountId)), ...(await callsOf(member.accountId))]).toEqual([]);
});

test("a change that does not happen tells nobody", async () => {
  const { userId, accountId } = await world.newCustomer();
  await ensureStripeCustomer(accountId);
  const failing = followAddress((alongside) =>
    transaction(async (tx) => {
      await alongside(tx, userId);
      throw new Error("The address was taken.");
    }),
  );
  await expect(failing).rejects.toThrow("The address was taken.");
  await backgroundIdle();
  expect(await callsOf(accountId)).toEqual([]);
});

test.each(["lose_answer", "down"] as const)(
  "when the call fails by %s the change stands and the janitor tells Stripe",
  async (verdict) => {
    const { userId, accountId } = await world.newCustomer();
    const customer = await ensureStripeCustomer(accountId);
    world.network.before = (call) => (isTelling(call) ? verdict : "pass");
    const email = await change(userId);
    expect(await callsOf(accountId)).toMatchObject([{ state: "unknown" }]);
    world.calm();
    await sweepMoney();
    expect(await emailAtStripe(customer)).toBe(email);
    expect(await callsOf(accountId)).toMatchObject([{ state: "succeeded" }]);
  },
);

test("of two changes the later one counts at Stripe, and a visit to the billing portal drops neither", async () => {
  const actor = await world.newCustomer();
  const customer = await ensureStripeCustomer(actor.accountId);
  world.network.before = (call) => (isTelling(call) ? "down" : "pass");
  await change(actor.userId);
  const last = await change(actor.userId);
  await openBillingPortal({ actor, accountId: actor.accountId, locale: "en" });
  world.calm();
  await sweepMoney();
  expect(await emailAtStripe(customer)).toBe(last);
  expect(await callsOf(actor.accountId)).toMatchObject([{ state: "refused" }, { state: "succeeded" }]);
});
