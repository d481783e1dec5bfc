import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import type { PersonaKey } from "@/prisma/personas";
import { persona } from "@/prisma/personas";
import { ensureBrowser } from "../scripts/ensure-browser";
import { projectRoot } from "../scripts/project-root";

/**
 * `npm run screenshots`: every page of a running demo, per persona, width, theme and language, into .screenshots/. It
 * says which pages scroll sideways or complain in the console, and ends with 1 when there were any.
 */
const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:3000" },
    mail: { type: "string", default: "http://localhost:8025" },
    only: { type: "string", default: "" },
    out: { type: "string", default: path.join(projectRoot, ".screenshots") },
  },
});
process.env.E2E_APP_URL = values.url;
process.env.E2E_MAIL_URL = values.mail;
process.env.E2E_SANDBOX_URL ??= "http://127.0.0.1:12111";
const { signIn } = await import("./support/people");

const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const themes = ["light", "dark"] as const;
const languages = ["en", "nl"] as const;

/** A page, or a page after somebody did something on it. Public pages have an address per language. */
type Shot = { name: string; path: string; isPublic?: boolean; pose?: (page: Page, isPhone: boolean) => Promise<void> };

const openFirst = (selector: string) => (page: Page) => page.locator(selector).first().click();
const followFirst = (to: RegExp) => async (page: Page) => {
  await page.locator("main tbody a").first().click();
  await page.waitForURL(to);
};

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
  { name: "not-found", path: "/no-such-page" },
];
const accountShots: Shot[] = [
  { name: "account", path: "/account" },
  { name: "welcome", path: "/account/welcome" },
  { name: "connect-code", path: "/connect/code" },
  { name: "account-why", path: "/account", pose: openFirst("main details summary") },
  { name: "subscription", path: "/account/subscription" },
  { name: "usage", path: "/account/usage" },
  { name: "invoices", path: "/account/invoices" },
  { name: "devices", path: "/account/devices" },
  { name: "members", path: "/account/members" },
  { name: "settings", path: "/account/settings" },
  { name: "checkout-unknown", path: "/account/checkout/return?session_id=cs_unknown" },
];
/** What differs between those who pay. */
const portalShots = accountShots.filter(({ name }) =>
  ["account", "account-why", "subscription", "invoices", "members"].includes(name),
);
const cancelShot: Shot = {
  name: "account-cancel",
  path: "/account",
  pose: openFirst('main button[aria-haspopup="dialog"]'),
};
const staffShots: Shot[] = [
  { name: "staff", path: "/staff" },
  { name: "staff-usd", path: "/staff?currency=usd" },
  { name: "staff-revenue", path: "/staff/revenue?kind=churn&currency=eur" },
  { name: "staff-customers", path: "/staff/customers" },
  { name: "staff-nobody", path: "/staff/customers?search=nobody" },
  { name: "staff-customer", path: "/staff/customers?search=tess", pose: followFirst(/\/customers\//) },
  { name: "staff-owing", path: "/staff/customers?search=piet", pose: followFirst(/\/customers\//) },
  {
    name: "staff-refund",
    path: "/staff/customers?search=aiko",
    pose: async (page) => {
      await followFirst(/\/customers\//)(page);
      await page
        .getByRole("button", { name: /^(Refund|De betaling)/ })
        .first()
        .click();
    },
  },
  { name: "staff-inbox", path: "/staff/inbox" },
  { name: "staff-event", path: "/staff/inbox", pose: followFirst(/\/inbox\/evt/) },
  { name: "staff-refusals", path: "/staff/refusals" },
  { name: "staff-onboarding", path: "/staff/onboarding" },
];
const plan: { who: PersonaKey | null; shots: Shot[] }[] = [
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
  { who: "admin", shots: staffShots },
];

const complaints: string[] = [];
let taken = 0;
rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args });
for (const { who, shots } of plan) {
  const wanted = shots.filter(({ name }) => name.includes(values.only));
  if (wanted.length === 0) continue;
  const state = who ? await signedInAs(browser, persona(who).email) : undefined;
  for (const language of languages) {
    for (const theme of themes) {
      for (const device of Object.keys(widths) as (keyof typeof widths)[]) {
        const context = await browser.newContext({
          viewport: widths[device],
          colorScheme: theme,
          reducedMotion: "reduce",
          locale: language,
          ...(state && { storageState: state }),
        });
        await context.addCookies([{ name: "NEXT_LOCALE", value: language, url: values.url }]);
        for (const shot of wanted) {
          await take(context, shot, { language, device, file: `${who ?? "stranger"}-${shot.name}-${device}-${theme}` });
        }
        await context.close();
      }
    }
  }
  console.log(`${who ?? "stranger"}: ${wanted.length} pages`);
}
await browser.close();
console.log(`${taken} pictures in ${values.out}`);
for (const complaint of complaints) console.log(complaint);
process.exit(complaints.length > 0 ? 1 : 0);

async function signedInAs(from: Browser, email: string) {
  const context = await from.newContext({ baseURL: values.url, locale: "en-GB" });
  await signIn(await context.newPage(), email);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function take(
  context: BrowserContext,
  shot: Shot,
  how: { language: string; device: keyof typeof widths; file: string },
): Promise<void> {
  const page = await context.newPage();
  const name = `${how.file}-${how.language}`;
  page.on("console", (message) => {
    const isOurs = message.type() === "error" && !(shot.name === "not-found" && message.text().includes("404"));
    if (isOurs) complaints.push(`${name}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${name}: ${error.message}`));
  const prefix = how.language === "nl" && shot.isPublic ? "/nl" : "";
  await page.goto(`${values.url}${prefix}${shot.path}`);
  await shot.pose?.(page, how.device === "phone");
  await page.waitForFunction(
    () => !document.querySelector("main [aria-busy=true]") && document.fonts.status === "loaded",
  );
  await page.evaluate(() => scrollTo(0, 0));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) complaints.push(`${name}: ${overflow} pixels wider than the window`);
  const isInFront = shot.name.endsWith("-cancel") || shot.name.endsWith("-menu");
  await page.screenshot({ path: path.join(values.out, `${name}.png`), fullPage: !isInFront, animations: "disabled" });
  taken += 1;
  await page.close();
}

async function openMenu(page: Page, isPhone: boolean): Promise<void> {
  if (isPhone) await page.locator('header button[popovertarget="site-menu"]').click();
}
