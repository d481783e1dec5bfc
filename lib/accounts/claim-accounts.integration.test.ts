import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { claimWaitingAccounts } from "@/lib/accounts/claim-accounts";
import { findHomeAccount } from "@/lib/accounts/home-account";
import { ensureUser, markEmailVerified } from "@/lib/accounts/users";
import { db, transaction } from "@/lib/platform/db";
import { newAddress } from "@/tests/mailbox";
import { subscriptionRow } from "@/tests/subscription-row";

const start = new Date("2026-03-01T00:00:00Z");
const ended = new Date("2026-06-01T00:00:00Z");

/** An account as the import opens it: nobody belongs to it yet. */
async function imported(claimEmail: string | null, subscription?: "live" | "ended"): Promise<string> {
  const { id } = await db().account.create({
    data: { claimEmail, billingCustomer: { create: { stripeCustomerId: `cus_${randomUUID()}` } } },
  });
  if (!subscription) return id;
  const state = subscription === "live" ? {} : ({ status: "canceled", endedAt: ended } as const);
  await db().subscription.create({ data: subscriptionRow({ accountId: id, startedAt: start, ...state }) });
  return id;
}

const signUp = (email: string, isEmailVerified = true) =>
  transaction((tx) => ensureUser(tx, { email, locale: "en", isEmailVerified }));
const membershipsOf = (userId: string) => db().membership.findMany({ where: { userId } });

test("who signs in for the first time takes the imported account over instead of getting an empty one", async () => {
  const email = newAddress();
  const accountId = await imported(email, "live");
  const user = await signUp(email);
  expect(await membershipsOf(user.id)).toMatchObject([{ accountId, role: "owner" }]);
  expect(await findHomeAccount(user.id)).toMatchObject({ id: accountId });
  expect(await db().account.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({ claimEmail: null });
  const audited = await db().auditRecord.findMany({ where: { accountId, action: "account.claimed" } });
  expect(audited).toMatchObject([{ actorKind: "customer", actorId: user.id }]);
});

test("an address that nobody has verified takes nothing over, however often", async () => {
  const email = newAddress();
  const accountId = await imported(email, "live");
  const user = await signUp(email, false);
  expect(await claimWaitingAccounts(user.id)).toEqual([]);
  expect(await db().membership.count({ where: { accountId } })).toBe(0);
  await markEmailVerified(user.id);
  expect(await claimWaitingAccounts(user.id)).toEqual([accountId]);
});

test("nobody takes over the account of another address, or one that waits for nobody", async () => {
  const accounts = [await imported(newAddress(), "live"), await imported(null, "live")];
  const user = await signUp(newAddress());
  expect(await claimWaitingAccounts(user.id)).toEqual([]);
  expect(await db().membership.count({ where: { accountId: { in: accounts } } })).toBe(0);
});

test("of two customers with one address the paid one is taken over, and the other stays for staff to see", async () => {
  const email = newAddress();
  const past = await imported(email, "ended");
  const live = await imported(email, "live");
  const user = await signUp(email);
  expect(await findHomeAccount(user.id)).toMatchObject({ id: live });
  expect(await claimWaitingAccounts(user.id)).toEqual([]);
  expect(await db().account.findUniqueOrThrow({ where: { id: past } })).toMatchObject({ claimEmail: email });
});

test("what is imported later is taken over beside one's own account, and acted for at once", async () => {
  const email = newAddress();
  const user = await signUp(email);
  const before = await findHomeAccount(user.id);
  const accountId = await imported(email, "live");
  expect(await claimWaitingAccounts(user.id)).toEqual([accountId]);
  expect(await findHomeAccount(user.id)).toMatchObject({ id: accountId });
  expect((await membershipsOf(user.id)).map((place) => place.accountId).sort()).toEqual([before?.id, accountId].sort());
});

test("twenty first sign-ins at once take it over once", async () => {
  const email = newAddress();
  const accountId = await imported(email, "live");
  const made = await Promise.all(Array.from({ length: 20 }, () => signUp(email)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await db().membership.count({ where: { accountId } })).toBe(1);
  expect(await db().auditRecord.count({ where: { accountId, action: "account.claimed" } })).toBe(1);
});

test("a closed account is taken over by nobody", async () => {
  const email = newAddress();
  const accountId = await imported(email, "live");
  await db().account.update({ where: { id: accountId }, data: { closedAt: ended } });
  const user = await signUp(email);
  expect(await claimWaitingAccounts(user.id)).toEqual([]);
  expect(await db().membership.count({ where: { accountId } })).toBe(0);
  expect(await findHomeAccount(user.id)).toMatchObject({ role: "owner" });
});
