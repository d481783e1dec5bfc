import { type Browser, expect, test } from "@playwright/test";
import type { PersonaKey } from "@/prisma/personas";
import { connectExtension } from "./support/extension";
import { signInAs } from "./support/people";
import { findSlow, hostileAddresses, hostileBodies, hostileHeaders } from "./support/slow-input";

// Some ten thousand requests: a minute on an idle machine, several on a busy one.
test.setTimeout(900_000);

test("no header on any route delays the answers to other requests", async ({ browser }) => {
  expect(await findSlow(await hostileHeaders(await accessToken(browser)))).toEqual([]);
});

test("no part of an address delays the answers to other requests", async ({ browser }) => {
  const cookies = { customer: await cookieOf(browser, "trialing"), staff: await cookieOf(browser, "admin") };
  expect(await findSlow(hostileAddresses(cookies))).toEqual([]);
});

test("no body delays the answers to other requests", async ({ browser }) => {
  const who = { cookie: await cookieOf(browser, "trialing"), token: await accessToken(browser) };
  expect(await findSlow(await hostileBodies(who))).toEqual([]);
});

async function cookieOf(browser: Browser, who: PersonaKey): Promise<string> {
  const context = await browser.newContext();
  await signInAs(await context.newPage(), who);
  const cookies = await context.cookies();
  await context.close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

async function accessToken(browser: Browser): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAs(page, "trialing");
  const { access_token: token } = await connectExtension(page);
  await context.close();
  return token;
}
