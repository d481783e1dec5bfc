import type { Page } from "@playwright/test";
import { type PersonaKey, persona } from "@/prisma/personas";
import { plainPages } from "./app-pages";
import { authorizationRequest } from "./extension";
import { readLink } from "./mail";
import { strangerAddress } from "./people";
import { builtRoutes } from "./routes";

/** A page of the build, who looks at it, and how they come there, the last step of which loads it as a whole. */
export type KnownPage = {
  route: string;
  who: "stranger" | PersonaKey;
  /** Public pages have an address per language. */
  isPublic?: boolean;
  open: (page: Page, prefix: string) => Promise<unknown>;
};

const at = (address: string) => (page: Page, prefix: string) => page.goto(`${prefix}${address}`);
const publicPage = (route: string, address = route): KnownPage => ({
  route,
  who: "stranger",
  isPublic: true,
  open: at(address),
});
const pageOf = (who: KnownPage["who"], route: string, open: KnownPage["open"] = at(route)): KnownPage => ({
  route,
  who,
  open,
});

const listed: readonly KnownPage[] = [
  publicPage("/"),
  publicPage("/pricing"),
  publicPage("/pricing", "/pricing?interval=year&currency=usd"),
  publicPage("/docs/api"),
  publicPage("/legal/privacy"),
  publicPage("/legal/terms"),
  pageOf("stranger", "/sign-in"),
  pageOf("stranger", "/sign-in/check-mail", async (page) => {
    await waitForMail(page);
    await page.reload();
  }),
  pageOf("stranger", "/sign-in/confirm", async (page) => page.goto(await waitForMail(page).then(readLink))),
  pageOf("stranger", "/sign-in/confirmed"),
  pageOf("stranger", "/mail-address/confirm"),
  pageOf("stranger", "/mail-address/undo"),
  pageOf("stranger", "/_not-found", at("/no-such-page")),
  pageOf("trialing", "/account/invitations/[id]", at(`/account/invitations/inv_${"0".repeat(32)}`)),
  pageOf("trialing", "/account/checkout/return", at("/account/checkout/return?session_id=cs_unknown")),
  pageOf("trialing", "/connect/code"),
  pageOf("trialing", "/connect/done"),
  pageOf("trialing", "/oauth/interaction/[uid]", (page) => page.goto(authorizationRequest().url)),
  pageOf("admin", "/staff/customers/[id]", (page) => openFirst(page, "/staff/customers", "/staff/customers/acc_")),
  pageOf("admin", "/staff/revenue", at("/staff/revenue?kind=new&currency=eur")),
  pageOf("admin", "/staff/invoices/[id]", async (page) => {
    await openFirst(page, `/staff/customers?search=${persona("past_due").email}`, "/staff/customers/acc_");
    await openFirst(page, page.url(), "/staff/invoices/in_");
  }),
  pageOf("admin", "/staff/inbox/[id]", (page) => openFirst(page, "/staff/inbox", "/staff/inbox/evt_")),
];

const plain = plainPages().filter((route) => !listed.some((known) => known.route === route));
const below = (root: string) => plain.filter((route) => route === root || route.startsWith(`${root}/`));

/**
 * Every page that the build serves, in the state in which most people meet it. A page of an account or of staff that its
 * address alone opens needs no line above.
 */
export const everyPage: readonly KnownPage[] = [
  ...listed,
  ...below("/account").map((route) => pageOf("trialing", route)),
  ...below("/staff").map((route) => pageOf("admin", route)),
];

/** Pages that only lead on to another, or that nothing but a crash shows. */
const unseen = ["/connect", "/_global-error"];

/** The pages of the build that the list above lacks. */
export function missingPages(): string[] {
  const pages = builtRoutes().flatMap(({ route, kind }) => (kind === "page" ? [route] : []));
  return pages.filter((route) => !unseen.includes(route) && !everyPage.some((known) => known.route === route));
}

/** Asks for a sign-in mail in whatever language the page is; the waiting page stays open. Returns the address. */
async function waitForMail(page: Page): Promise<string> {
  const email = strangerAddress();
  await page.goto("/sign-in");
  await page.locator('input[type="email"]').fill(email);
  await page.keyboard.press("Enter");
  await page.waitForURL(/check-mail/);
  return email;
}

/**
 * Opens a page, and then the first address of that kind that it links to. Not by a click: where one page takes the
 * other's place, everything moves, and half a second after the click the browser counts that as unasked for.
 */
async function openFirst(page: Page, from: string, address: string): Promise<void> {
  await page.goto(from);
  const link = page.locator(`main a[href^="${address}"]`).first();
  await page.goto(await link.evaluate((element: HTMLAnchorElement) => element.href));
}
