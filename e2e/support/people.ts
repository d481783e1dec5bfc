import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { type PersonaKey, persona } from "@/prisma/personas";
import { stateDir } from "../../scripts/project-root";
import { findCode, readCode } from "./mail";

/** The address of somebody who was never here. */
export function strangerAddress(): string {
  return `stranger-${randomUUID().slice(0, 8)}@example.com`;
}

/**
 * Types the address and then the code from the mail, as a person would. Ends where the sign-in leads to. Others may sign in
 * as the same persona at the same moment: a code that was theirs is followed by the next one.
 */
export async function signIn(page: Page, email: string, startAt = "/sign-in"): Promise<void> {
  await page.goto(startAt);
  const since = new Date();
  await askForMail(page, email);
  await expect(async () => {
    const code = await findCode(email, since);
    if (code) await typeCode(page, code);
    await expect(page).not.toHaveURL(/\/sign-in/, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
}

/**
 * Signs a persona in. The first time by mail, as a person would, and from then on with that session, in which all tests of a
 * run share: so many mails to one address would be refused.
 */
export async function signInAs(page: Page, key: PersonaKey): Promise<void> {
  const kept = path.join(stateDir, "e2e", `session-${key}.json`);
  if (existsSync(kept)) await page.context().addCookies(JSON.parse(readFileSync(kept, "utf8")));
  await page.goto("/account");
  if (!page.url().includes("/sign-in")) return;
  await signIn(page, persona(key).email);
  const cookies = await page.context().cookies();
  writeFileSync(kept, JSON.stringify(cookies.filter(({ name }) => name.includes("session"))));
}

/** Asks for the mail on the sign-in page that is open, and waits for the page that waits. */
export async function askForMail(page: Page, email: string): Promise<void> {
  await page.getByLabel("Mail address").fill(email);
  await page.getByRole("button", { name: "Send me a mail" }).click();
  await expect(page.getByRole("heading", { name: "Look in your mail" })).toBeVisible();
}

/** Pays on the hosted checkout page that is open, with the card that it suggests. */
export async function payOnCheckoutPage(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^(Pay|Start trial)/ }).click();
}

/** Types the code from the newest unread mail into the page that waits for it. */
export async function enterCode(page: Page, email: string): Promise<void> {
  await typeCode(page, await readCode(email));
}

/** Types a code into the page that waits for it, and sends it. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Six-digit code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** A stranger takes the first plan on the pricing page and is back from the checkout. Returns their address. */
export async function subscribe(page: Page): Promise<string> {
  const email = strangerAddress();
  await page.goto("/pricing?interval=month&currency=eur");
  await page.getByRole("button", { name: "Start 14 free days" }).first().click();
  await askForMail(page, email);
  await enterCode(page, email);
  await payOnCheckoutPage(page);
  await expect(page).toHaveURL(/\/account\/checkout\/return/);
  return email;
}
