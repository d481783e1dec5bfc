import { expect, type Page, test } from "@playwright/test";
import { persona } from "@/prisma/personas";
import { signIn } from "./support/people";
import { expectAccessible, expectNoSidewaysScroll, watchConsole } from "./support/quality";

const publicPages = [
  "/",
  "/pricing",
  "/pricing?interval=year&currency=usd",
  "/sign-in",
  "/docs/api",
  "/legal/privacy",
  "/legal/terms",
];
const accountPages = ["/account", "/account/welcome", "/account/invoices", "/account/devices"];
const staffPages = ["/staff", "/staff/customers", "/staff/inbox", "/staff/refusals", "/staff/onboarding"];

for (const path of publicPages) {
  test(`${path} is accessible, says nothing in the console and fits a phone, in both languages`, async ({ page }) => {
    const complaints = watchConsole(page);
    for (const [prefix, language, colorScheme] of [
      ["", "en", "light"],
      ["/nl", "nl", "dark"],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${prefix}${path}`);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoSidewaysScroll(page);
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    expect(complaints).toEqual([]);
  });
}

test("the pages of an account are accessible and fit a phone", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, persona("trialing").email);
  await visitAll(page, accountPages);
  expect(complaints).toEqual([]);
});

test("the pages of staff are accessible and fit a phone", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, persona("admin").email);
  await visitAll(page, staffPages);
  expect(complaints).toEqual([]);
});

test("an address that does not exist gets a page that leads on", async ({ page }) => {
  const answer = await page.goto("/no-such-page");
  expect(answer?.status()).toBe(404);
  await expectAccessible(page);
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
});

async function visitAll(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.setViewportSize({ width: 1280, height: 800 });
    expect((await page.goto(path))?.status(), path).toBe(200);
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
}
