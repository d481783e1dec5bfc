import { randomUUID } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { ensureUser } from "@/lib/accounts/users";
import { cancelAtPeriodEnd, resumeSubscription } from "@/lib/billing/change-subscription";
import { refundCharge } from "@/lib/billing/refund-charge";
import { toPublicId } from "@/lib/core/ids";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { disconnectDevice } from "@/lib/identity/devices";
import { createSession } from "@/lib/identity/session";
import { clock } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { getCustomer } from "@/lib/success/get-customer";
import { givePlan } from "@/lib/success/give-plan";
import { signPersonOut } from "@/lib/success/sign-person-out";
import { takePlanBack } from "@/lib/success/take-plan-back";
import { customerTimeline } from "@/tests/customer-timeline";

const staff = { kind: "staff", userId: randomUUID(), role: "support" } as const;

type Customer = { userId: string; accountId: string };

async function newCustomer(): Promise<Customer> {
  const { id: userId } = await transaction((tx) =>
    ensureUser(tx, { email: `${randomUUID()}@example.com`, locale: "en" }),
  );
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId } });
  return { userId, accountId };
}

const gift = () => ({ actor: staff, plan: "pro", days: 7, reason: "a broken week", attempt: randomUUID() }) as const;

let customer: Customer;
let other: Customer;

beforeEach(async () => {
  customer = await newCustomer();
  other = await newCustomer();
});

const reasonsOnTimeline = async ({ accountId }: Customer) => {
  const { subject } = await getCustomer(toPublicId("account", accountId));
  const { data } = await customerTimeline(subject, { kinds: ["staff"] });
  return data.map(({ sentence, reason }) => [sentence.code, reason]);
};

test("a given plan unlocks until its last day, and not a moment longer once it is taken back", async () => {
  const { accountId } = customer;
  const until = await givePlan({ ...gift(), accountId, days: 14 });
  expect(await getDecision(accountId)).toMatchObject({ plan: "pro", status: "granted", changesAt: until });
  const { id: grantId } = await db().grant.findFirstOrThrow({ where: { accountId } });
  await takePlanBack({ actor: staff, accountId, grantId, reason: "given by mistake" });
  expect(await getDecision(accountId)).toMatchObject({ plan: "free" });
  expect(await reasonsOnTimeline(customer)).toEqual([
    ["entitlements.audit.grant.revoked", "given by mistake"],
    ["entitlements.audit.grant.given", "a broken week"],
  ]);
});

test("a plan is given to no closed account, and taken from no other account than the one named", async () => {
  await db().account.update({ where: { id: other.accountId }, data: { closedAt: new Date() } });
  await expect(givePlan({ ...gift(), accountId: other.accountId })).rejects.toMatchObject({ code: "not_found" });
  await givePlan({ ...gift(), accountId: customer.accountId });
  const { id: grantId } = await db().grant.findFirstOrThrow({ where: { accountId: customer.accountId } });
  const wrong = { actor: staff, accountId: other.accountId, grantId, reason: "the wrong page" };
  await expect(takePlanBack(wrong)).rejects.toMatchObject({ code: "not_found" });
  expect(await getDecision(customer.accountId)).toMatchObject({ plan: "pro" });
});

test("a wish that is sent twice, at once too, gives one plan; the same attempt means nothing else", async () => {
  const wish = { ...gift(), accountId: customer.accountId };
  const untils = await Promise.all([givePlan(wish), givePlan(wish), givePlan(wish)]);
  expect(new Set([...untils, await givePlan(wish)].map(Number)).size).toBe(1);
  expect(await db().grant.count({ where: { accountId: customer.accountId } })).toBe(1);
  expect(await reasonsOnTimeline(customer)).toEqual([["entitlements.audit.grant.given", "a broken week"]]);
  for (const another of [{ plan: "team" }, { days: 14 }, { accountId: other.accountId }] as const) {
    await expect(givePlan({ ...wish, ...another })).rejects.toMatchObject({ code: "idempotency_key_reused" });
  }
  expect(await db().grant.count({ where: { accountId: other.accountId } })).toBe(0);
});

test("a gift that is sent again gives the same plan, also where the clock went on while it was given", async () => {
  let now = clock.now().getTime();
  vi.spyOn(clock, "now").mockImplementation(() => new Date(++now));
  const wish = { ...gift(), accountId: customer.accountId };
  const until = await givePlan(wish);
  expect(await givePlan(wish)).toEqual(until);
});

test("staff decide nothing about an account of their own, as owner or as member", async () => {
  const { accountId } = customer;
  await db().membership.create({ data: { accountId, userId: other.userId, role: "member" } });
  for (const { userId } of [customer, other]) {
    const actor = { kind: "staff", userId, role: "admin" } as const;
    const wish = { actor, accountId, reason: "because I can" };
    const device = { accountId, userId, name: "A browser", clientId: "extension" };
    const { id: deviceId } = await db().device.create({ data: device });
    const refund = { ...wish, stripeChargeId: "ch_1", amountMinor: 1, currency: "eur", shownMinor: 0 };
    for (const decide of [
      () => givePlan({ ...gift(), ...wish }),
      () => takePlanBack({ ...wish, grantId: randomUUID() }),
      () => refundCharge({ ...refund, attempt: randomUUID() }),
      () => cancelAtPeriodEnd(wish),
      () => resumeSubscription(wish),
      () => signPersonOut({ ...wish, userId }),
      () => disconnectDevice({ ...wish, deviceId }),
    ])
      await expect(decide()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await db().grant.count({ where: { accountId } })).toBe(0);
});

test("one attempt that is sent for two customers at once gives one plan, and the other is refused by its key", async () => {
  const wish = gift();
  const given = await Promise.allSettled([customer, other].map(({ accountId }) => givePlan({ ...wish, accountId })));
  expect(given.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = given.find(({ status }) => status === "rejected");
  expect(refused).toMatchObject({ reason: { code: "idempotency_key_reused" } });
});

test("signing somebody out everywhere ends their sessions and raises their epoch, and nobody else's", async () => {
  await createSession(customer.userId);
  await createSession(other.userId);
  const wish = { actor: staff, accountId: customer.accountId, reason: "a stolen computer" };
  await expect(signPersonOut({ ...wish, userId: other.userId })).rejects.toMatchObject({ code: "not_found" });
  await signPersonOut({ ...wish, userId: customer.userId });
  const sessionsOf = ({ userId }: Customer) => db().session.count({ where: { userId } });
  expect([await sessionsOf(customer), await sessionsOf(other)]).toEqual([0, 1]);
  expect(await db().user.findUnique({ where: { id: customer.userId } })).toMatchObject({ sessionEpoch: 1 });
  expect(await reasonsOnTimeline(customer)).toEqual([["identity.audit.user.access_revoked", "a stolen computer"]]);
});
