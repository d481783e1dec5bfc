import { randomUUID } from "node:crypto";
import type { Page } from "playwright";
import type { Module, NavigationArea } from "@/lib/platform/module";
import { modules } from "@/lib/runtime/modules";
import type { PersonaKey } from "@/prisma/personas";

/**
 * A page, or a page after somebody did something on it. Public pages have an address per language; `LANGUAGE` in a path
 * stands for the one that is pictured.
 */
export type Shot = {
  name: string;
  path: string;
  isPublic?: boolean;
  pose?: (page: Page, isPhone: boolean) => Promise<void>;
};

const openFirst = (selector: string) => (page: Page) => page.locator(selector).first().click();
const followFirst = (to: RegExp) => async (page: Page) => {
  await page.locator("main tbody a").first().click();
  await page.waitForURL(to);
};
/** Opens what staff can do for the first customer of a list. */
const openAction = (name: RegExp) => async (page: Page) => {
  await followFirst(/\/customers\//)(page);
  await page.getByRole("button", { name }).first().click();
};
async function openInvoice(page: Page): Promise<void> {
  await followFirst(/\/customers\//)(page);
  await page.locator('main a[href^="/staff/invoices/in_"]').first().click();
  await page.waitForURL(/\/invoices\/in_/);
}

const strangerShots: Shot[] = [
  { name: "home", path: "/", isPublic: true },
  { name: "home-menu", path: "/", isPublic: true, pose: async (page, isPhone) => openMenu(page, isPhone) },
  { name: "pricing", path: "/pricing", isPublic: true },
  { name: "pricing-month-usd", path: "/pricing?interval=month&currency=usd", isPublic: true },
  { name: "pricing-notice", path: "/pricing?notice=unknown_price", isPublic: true },
  { name: "api", path: "/docs/api", isPublic: true },
  { name: "privacy", path: "/legal/privacy", isPublic: true },
  { name: "terms", path: "/legal/terms", isPublic: true },
  { name: "sign-in", path: "/sign-in" },
  { name: "sign-in-refused", path: "/sign-in?error=rate_limited" },
  { name: "link-used", path: "/sign-in/confirmed?error=link_used" },
  { name: "address-expired", path: "/mail-address/confirm?error=link_expired" },
  { name: "address-undone", path: "/mail-address/undo?error=link_used" },
  { name: "check-mail", path: "/sign-in", pose: askForMail },
  { name: "not-found", path: "/no-such-page" },
  { name: "offline", path: "/offline?language=LANGUAGE" },
];
const accountShots: Shot[] = withLinksOf("account", [
  { name: "account", path: "/account" },
  { name: "welcome", path: "/account/welcome" },
  { name: "connect-start", path: "/connect/code?error=rate_limited" },
  { name: "connect-code", path: "/oauth/device" },
  { name: "connect-refused", path: "/oauth/device", pose: typeWrongCode },
  { name: "connect-done", path: "/connect/done" },
  { name: "account-why", path: "/account", pose: openFirst("main details summary") },
  { name: "subscription", path: "/account/subscription" },
  { name: "usage", path: "/account/usage" },
  { name: "invoices", path: "/account/invoices" },
  { name: "devices", path: "/account/devices" },
  { name: "members", path: "/account/members" },
  { name: "settings", path: "/account/settings" },
  { name: "settings-address", path: "/account/settings?mail=change#mail-address" },
  { name: "checkout-unknown", path: "/account/checkout/return?session_id=cs_unknown" },
]);
/** What differs between those who pay. */
const portalShots = accountShots.filter(({ name }) =>
  ["account", "account-why", "subscription", "invoices", "members"].includes(name),
);
const cancelShot: Shot = {
  name: "account-cancel",
  path: "/account",
  pose: openFirst('main button[aria-haspopup="dialog"]'),
};
const staffShots: Shot[] = withLinksOf("staff", [
  { name: "staff", path: "/staff" },
  { name: "staff-usd", path: "/staff?currency=usd" },
  { name: "staff-revenue", path: "/staff/revenue?kind=churn&currency=eur" },
  { name: "staff-invoice", path: "/staff/customers?search=piet", pose: openInvoice },
  { name: "staff-customers", path: "/staff/customers" },
  { name: "staff-nobody", path: "/staff/customers?search=nobody" },
  { name: "staff-customer", path: "/staff/customers?search=tess", pose: followFirst(/\/customers\//) },
  { name: "staff-owing", path: "/staff/customers?search=piet", pose: followFirst(/\/customers\//) },
  {
    name: "staff-refund",
    path: "/staff/customers?search=aiko",
    pose: openAction(/^(Refund|De betaling)/),
  },
  { name: "staff-give", path: "/staff/customers?search=fenna", pose: openAction(/^(Give a plan|Abonnement geven)/) },
  { name: "staff-inbox", path: "/staff/inbox" },
  { name: "staff-event", path: "/staff/inbox", pose: followFirst(/\/inbox\/evt/) },
  { name: "staff-refusals", path: "/staff/refusals" },
  { name: "staff-onboarding", path: "/staff/onboarding" },
]);
/** Where the roles of staff differ: in what they may do for a customer. */
const isCustomerPage = ({ name }: Shot) => name === "staff-customer";
/** Who looks at what. */
export const picturePlan: { who: PersonaKey | null; shots: Shot[] }[] = [
  { who: null, shots: strangerShots },
  { who: "free", shots: accountShots },
  { who: "trialing", shots: [...accountShots, cancelShot] },
  { who: "active", shots: [...portalShots, cancelShot] },
  { who: "owner", shots: portalShots },
  { who: "member", shots: portalShots },
  { who: "past_due", shots: portalShots },
  { who: "cancelling", shots: portalShots },
  { who: "cancelled", shots: portalShots },
  {
    who: "viewer",
    shots: staffShots.filter(({ name }) => ["staff-customers", "staff-customer", "staff-inbox"].includes(name)),
  },
  ...(["support", "finance", "operator"] as const).map((who) => ({ who, shots: staffShots.filter(isCustomerPage) })),
  { who: "admin", shots: staffShots },
];

/** These, and every page that a module's contract links to in this area: a new module is pictured without an edit here. */
function withLinksOf(area: NavigationArea, shots: Shot[]): Shot[] {
  const linked = modules
    .flatMap(({ navigation = [] }: Module) => navigation)
    .filter(({ area: of, href }) => of === area && !shots.some(({ path }) => path === href));
  return [...shots, ...linked.map(({ href }) => ({ name: href.slice(1).replaceAll("/", "-"), path: href }))];
}

/** Each time for somebody else: nobody gets many mails in a row. */
async function askForMail(page: Page): Promise<void> {
  await page.locator("main input[type=email]").fill(`${randomUUID().slice(0, 8)}@example.com`);
  await page.locator("main form button[type=submit]").first().click();
  await page.waitForURL(/check-mail/);
}

async function typeWrongCode(page: Page): Promise<void> {
  await page.locator("input[name=user_code]").fill("BBBB-BBBB");
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/error=/);
}

async function openMenu(page: Page, isPhone: boolean): Promise<void> {
  if (isPhone) await page.locator('header button[popovertarget="site-menu"]').first().click();
}
