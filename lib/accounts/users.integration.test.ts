import { expect, test } from "vitest";
import { findHomeAccount } from "@/lib/accounts/home-account";
import { setStaffRole } from "@/lib/accounts/set-staff-role";
import { ensureUser, findUserByEmail, getUser, markEmailVerified } from "@/lib/accounts/users";
import { db, transaction } from "@/lib/platform/db";
import { newAddress } from "@/tests/mailbox";

test("a person comes with an account that they own, and both are audited", async () => {
  const email = newAddress();
  const user = await transaction((tx) => ensureUser(tx, { email, locale: "nl" }));
  expect(await findUserByEmail(email)).toEqual(user);
  expect(user.locale).toBe("nl");
  const home = await findHomeAccount(user.id);
  expect(home?.role).toBe("owner");
  const audited = await db().auditRecord.findMany({ where: { subjectId: user.id } });
  expect(audited).toMatchObject([{ action: "user.created", accountId: home?.id }]);
});

test("a name that a provider tells is kept only where it may stand in a mail", async () => {
  const named = (name: string) => transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en", name }));
  expect(await named(" Ada ")).toMatchObject({ name: "Ada" });
  expect(await named("win at www.evil.example")).toMatchObject({ name: null });
  expect(await named("Ada\r\nBcc: eve@example.com")).toMatchObject({ name: null });
  expect(await named(`${"x".repeat(59)}\u{1f600}`)).toMatchObject({ name: "x".repeat(59) });
});

test("twenty first sign-ins at once make one person with one account", async () => {
  const email = newAddress();
  const made = await Promise.all(
    Array.from({ length: 20 }, () => transaction((tx) => ensureUser(tx, { email, locale: "en" }))),
  );
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await db().membership.count({ where: { user: { email } } })).toBe(1);
});

test("a transaction that fails leaves neither person nor account", async () => {
  const email = newAddress();
  const failing = transaction(async (tx) => {
    await ensureUser(tx, { email, locale: "en" });
    throw new Error("stop");
  });
  await expect(failing).rejects.toThrow("stop");
  expect(await findUserByEmail(email)).toBeNull();
});

test("an address is verified once, and audited once", async () => {
  const user = await transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en" }));
  const verified = await markEmailVerified(user.id);
  expect(verified.emailVerifiedAt).not.toBeNull();
  expect(await markEmailVerified(user.id)).toEqual(verified);
  const audited = await db().auditRecord.findMany({ where: { action: "user.email_verified", subjectId: user.id } });
  expect(audited).toMatchObject([{ actorKind: "customer", actorId: user.id }]);
});

test("a closed account is nobody's home", async () => {
  const user = await transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en" }));
  const home = await findHomeAccount(user.id);
  await db().account.update({ where: { id: home?.id ?? "" }, data: { closedAt: new Date() } });
  expect(await findHomeAccount(user.id)).toBeNull();
});

test("a staff role that is set several times at once is changed and audited once", async () => {
  const user = await transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en" }));
  const actor = { kind: "system", name: "test" } as const;
  const set = () => transaction((tx) => setStaffRole(tx, { userId: user.id, role: "support", actor }));
  await Promise.all([set(), set(), set(), set()]);
  expect(await db().auditRecord.count({ where: { subjectId: user.id, action: "user.staff_role_set" } })).toBe(1);
});

test("a staff role is changed once and audited with what it was", async () => {
  const user = await transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en" }));
  const change = { userId: user.id, role: "support", actor: { kind: "system", name: "test" } } as const;
  await transaction((tx) => setStaffRole(tx, change));
  await transaction((tx) => setStaffRole(tx, change));
  expect((await getUser(user.id)).staffRole).toBe("support");
  const audited = await db().auditRecord.findMany({ where: { action: "user.staff_role_set", subjectId: user.id } });
  expect(audited).toHaveLength(1);
  const detail = await db().auditDetail.findUnique({ where: { recordId: audited[0]?.id ?? "" } });
  expect(detail?.detail).toEqual({ from: null, to: "support" });
});
