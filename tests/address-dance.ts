import { randomUUID } from "node:crypto";
import { ensureUser } from "@/lib/accounts/users";
import { confirmEmailByCode } from "@/lib/identity/confirm-email-change";
import { startEmailChange } from "@/lib/identity/start-email-change";
import { db, transaction } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress, readMail } from "@/tests/mailbox";

/** What a change does besides, where a test does not look at it. */
export const nothingAlongside = async (): Promise<void> => undefined;

/** Somebody who has just signed in, in a browser of theirs. */
export async function signedIn(email = newAddress()) {
  const person = await transaction((tx) => ensureUser(tx, { email, locale: "en", isEmailVerified: true }));
  const browser = await new FakeBrowser().signIn(person.id);
  return { person, email, browser, cookies: browser.cookieHeader("/") };
}

export type SignedIn = Awaited<ReturnType<typeof signedIn>>;

/** Asks for another address, and reads what it gets. */
export async function askForChange({ cookies }: Pick<SignedIn, "cookies">, to = newAddress()) {
  await startEmailChange({ cookies, email: to, source: randomUUID() });
  return { to, ...(await readMail(to)) };
}

/** The whole way to another address; answers with it and with the token of the notice to the one from before. */
export async function changeAddress(who: Pick<SignedIn, "cookies" | "email">, to = newAddress()) {
  const { code } = await askForChange(who, to);
  await confirmEmailByCode({ cookies: who.cookies, code, alongside: nothingAlongside });
  return { to, undoToken: (await readMail(who.email)).token };
}

export const emailOf = async (userId: string) => (await db().user.findUnique({ where: { id: userId } }))?.email;
