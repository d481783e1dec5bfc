import { expect, test } from "vitest";
import { findHomeAccount } from "@/lib/accounts/home-account";
import { findUserByEmail } from "@/lib/accounts/users";
import { db } from "@/lib/platform/db";
import { newAddress } from "@/tests/mailbox";
import { askToSignIn } from "@/tests/sign-in-dance";

async function imported(claimEmail: string): Promise<string> {
  return (await db().account.create({ data: { claimEmail }, select: { id: true } })).id;
}

async function signIn(email: string): Promise<string | undefined> {
  const { browser, code } = await askToSignIn(email);
  await browser.follow(await browser.post("/sign-in/code", { code }));
  const user = await findUserByEmail(email);
  return user ? (await findHomeAccount(user.id))?.id : undefined;
}

test("who signs in by mail takes the account over that an import opened for the address", async () => {
  const email = newAddress();
  const accountId = await imported(email);
  expect(await signIn(email)).toBe(accountId);
  expect(await db().membership.count({ where: { user: { email } } })).toBe(1);
});

test("who was here before takes over what was imported since at the next sign-in", async () => {
  const email = newAddress();
  await signIn(email);
  const accountId = await imported(email);
  expect(await signIn(email)).toBe(accountId);
});

test("asking for a mail takes nothing over", async () => {
  const email = newAddress();
  const accountId = await imported(email);
  await askToSignIn(email);
  expect(await db().membership.count({ where: { accountId } })).toBe(0);
});
