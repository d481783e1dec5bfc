import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { everyPage, type KnownPage, missingPages } from "./support/every-page";
import { startSlowConnection } from "./support/in-pieces";
import { signInAs } from "./support/people";
import {
  expectAccessible,
  expectNoLayoutShift,
  expectNoSidewaysScroll,
  expectNothingCutOff,
  watchConsole,
  watchLayoutShift,
} from "./support/quality";

/** How a page is looked at: as most do, and as it is hardest to fit. 640 pixels are 1280 at 200 % zoom. */
const looks = [
  { language: "en", prefix: "", colorScheme: "light", widths: [1280, 640] },
  { language: "nl", prefix: "/nl", colorScheme: "dark", widths: [390] },
] as const;

test("the list of pages has every page of the build", () => {
  expect(missingPages()).toEqual([]);
});

for (const who of new Set(everyPage.map((known) => known.who))) {
  const pages = everyPage.filter((known) => known.who === who);
  for (const look of looks) {
    test(`the pages of ${who} are accessible, still, whole and silent, in ${look.language}`, async ({ browser }) => {
      const context = await browser.newContext({ locale: "en-GB", colorScheme: look.colorScheme });
      const page = await context.newPage();
      if (who !== "stranger") await signInAs(page, who);
      for (const known of pages) await inspect(context, known, look);
      await context.close();
    });
  }
}

test("a page is as light or dark as the device, also where no script runs", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: "light" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  const ground = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await ground()).not.toBe(light);
  await context.close();
});

for (const width of [1280, 390]) {
  test(`nothing moves when the fonts come late, ${width} pixels wide`, async ({ browser }) => {
    // A service worker would ask for the fonts where this test can't hold them.
    const context = await browser.newContext({ viewport: { width, height: 844 }, serviceWorkers: "block" });
    const page = await context.newPage();
    await watchLayoutShift(page);
    for (const address of ["/", "/pricing", "/sign-in", "/nl", "/nl/pricing"]) {
      const letFontsCome = await holdFonts(page);
      await page.goto(address, { waitUntil: "domcontentloaded" });
      await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
      await letFontsCome();
      await expectNoLayoutShift(page);
    }
    await context.close();
  });
}

for (const width of [1280, 390]) {
  test(`nothing moves when a page comes piece by piece, ${width} pixels wide`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width, height: 844 } });
    const page = await context.newPage();
    await signInAs(page, "trialing");
    await watchLayoutShift(page);
    const connection = await startSlowConnection(page);
    for (const address of ["/", "/nl/pricing", "/mail-address/undo", "/no-such-page", "/account", "/account/devices"]) {
      await connection.open(address);
      await expectNoLayoutShift(page);
    }
    await context.close();
    await connection.close();
  });
}

/** Keeps web fonts from the pages that are opened now, until the function that it returns has let them come and be drawn. */
async function holdFonts(page: Page): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*.woff2", async (route) => {
    await released;
    await route.continue();
  });
  return async () => {
    release();
    await page.evaluate(async () => {
      await document.fonts.ready;
      // The frame that draws them, and the one after, in which what moved has been noted.
      for (const _frame of [1, 2]) await new Promise(requestAnimationFrame);
    });
    await page.unroute("**/*.woff2");
  };
}

async function inspect(context: BrowserContext, known: KnownPage, look: (typeof looks)[number]): Promise<void> {
  const page = await context.newPage();
  const complaints = watchConsole(page);
  await watchLayoutShift(page);
  await page.setViewportSize({ width: look.widths[0], height: 844 });
  if (!known.isPublic) await chooseLanguage(page, look.language);
  await known.open(page, known.isPublic ? look.prefix : "");
  await expect(page.locator("html"), known.route).toHaveAttribute("lang", look.language);
  await expectNoLayoutShift(page);
  await expectAccessible(page);
  for (const width of look.widths) {
    await page.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(page);
    await expectNothingCutOff(page);
  }
  const said = complaints.filter((text) => !(known.route === "/_not-found" && text.includes("404")));
  expect(said, known.route).toEqual([]);
  await page.close();
}

async function chooseLanguage(page: Page, language: string): Promise<void> {
  const url = test.info().project.use.baseURL ?? "";
  await page.context().addCookies([{ name: "NEXT_LOCALE", value: language, url }]);
}

test("an address that says something twice gets a page all the same", async ({ request }) => {
  const twice = "token=a&token=b&callbackUrl=a&callbackUrl=b&error=a&error=b";
  for (const path of ["/sign-in", "/sign-in/confirm", "/mail-address/confirm", "/mail-address/undo"]) {
    expect((await request.get(`${path}?${twice}`)).status(), path).toBe(200);
  }
});

test("an address that does not exist gets a page that leads on", async ({ page }) => {
  const answer = await page.goto("/no-such-page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
});
