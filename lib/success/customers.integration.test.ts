import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { ensureUser } from "@/lib/accounts/users";
import { toPublicId } from "@/lib/core/ids";
import { grantPlan } from "@/lib/entitlements/grants";
import { db, transaction } from "@/lib/platform/db";
import { getCustomer } from "@/lib/success/get-customer";
import { listCustomers } from "@/lib/success/list-customers";

const emails = ["anna@example.com", "anna.b@example.com", "bert_1@example.com", "bertx1@example.com"];
let ids: string[] = [];

beforeAll(async () => {
  const accounts: string[] = [];
  for (const email of emails) {
    const user = await transaction((tx) => ensureUser(tx, { email, locale: "en" }));
    accounts.push((await db().membership.findFirstOrThrow({ where: { userId: user.id } })).accountId);
  }
  ids = accounts.map((accountId) => toPublicId("account", accountId));
});

const found = async (search: string) => (await listCustomers({ search })).data.map(({ email }) => email);

test("customers are found by the beginning of their address, in any case, and by their id", async () => {
  expect(await found("ANNA")).toEqual(["anna.b@example.com", "anna@example.com"]);
  expect(await found(ids[2] ?? "")).toEqual(["bert_1@example.com"]);
});

test("an underscore, a percent sign and a wrong id match nothing but themselves", async () => {
  expect(await found("bert_")).toEqual(["bert_1@example.com"]);
  expect(await found("%")).toEqual([]);
  expect(await found("acc_nonsense")).toEqual([]);
  expect(await found("cus_nobody")).toEqual([]);
});

test("paging shows each customer once, newest first", async () => {
  const seen: string[] = [];
  let after: string | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await listCustomers({ limit: 3, after });
    seen.push(...page.data.map(({ id }) => id));
    after = page.data.at(-1)?.id;
    hasMore = page.hasMore;
  }
  expect(seen).toEqual([...ids].reverse());
  expect((await listCustomers({ limit: 1, after: "acc_nonsense" })).data[0]?.id).toBe(seen[0]);
});

test("one customer's page shows what they have and who did what", async () => {
  const id = ids[0] ?? "";
  const account = await db().account.findFirstOrThrow({
    where: { memberships: { some: { user: { email: "anna@example.com" } } } },
  });
  const actor = { kind: "staff", userId: randomUUID(), role: "support" } as const;
  await transaction((tx) =>
    grantPlan(tx, { actor, accountId: account.id, plan: "pro", reason: "a test", endsAt: null }),
  );
  const customer = await getCustomer(id);
  expect(customer).toMatchObject({
    id,
    people: [{ email: "anna@example.com", role: "owner" }],
    stripeCustomerId: null,
  });
  expect(customer.decision).toMatchObject({ plan: "pro", status: "granted" });
  expect(customer.audit[0]).toMatchObject({ action: "grant.given", detail: { reason: "a test" } });
});

test("an id that names nobody is refused as such", async () => {
  await expect(getCustomer(toPublicId("account", randomUUID()))).rejects.toMatchObject({ code: "not_found" });
  await expect(getCustomer("nonsense")).rejects.toMatchObject({ code: "not_found" });
});
