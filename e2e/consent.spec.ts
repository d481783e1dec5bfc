import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/quality";
import { countingUrl, visitsPort } from "./support/stack";
import { VisitCounter } from "./support/visit-counter";

// One counter for all of them: it listens where the app was told to send visits.
test.describe.configure({ mode: "default" });

let counter: VisitCounter;
test.use({ baseURL: countingUrl() });
test.beforeEach(async () => {
  counter = new VisitCounter();
  await counter.start(visitsPort());
});
test.afterEach(() => counter.stop());

const questionOn = (page: Page) => page.getByRole("region", { name: "May we count your visit?" });
/** Goes to a page and waits until it asks for nothing any more. */
const visit = (page: Page, path: string) => page.goto(path, { waitUntil: "networkidle" });

test("nobody is counted before they were asked, nor after they said no, which is asked once", async ({ page }) => {
  await visit(page, "/pricing");
  await expect(questionOn(page)).toBeVisible();
  await expectAccessible(page);
  await visit(page, "/");
  await questionOn(page).getByRole("button", { name: "No" }).click();
  await expect(questionOn(page)).toBeHidden();
  await visit(page, "/pricing");
  await expect(questionOn(page)).toBeHidden();
  expect(counter.told).toEqual([]);
});

test("whoever agreed is counted without a cookie and by page alone, until they change their mind", async ({ page }) => {
  // PostHog counts no robots, and knows a driven browser by this.
  await page.addInitScript(() => Object.defineProperty(navigator, "webdriver", { value: false }));
  await visit(page, "/pricing?notice=unknown_price");
  await questionOn(page).getByRole("button", { name: "Yes" }).click();
  await expect.poll(() => counter.told.map(({ text }) => text).join()).toContain("$pageview");
  const said = counter.told.map(({ path, text }) => path + text).join("\n");
  expect(said).toContain("/pricing");
  expect(said).not.toContain("unknown_price");
  expect((await page.context().cookies()).filter(({ name }) => /ph_|posthog/.test(name))).toEqual([]);
  const stored = await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }));
  expect(stored.filter((name) => /ph_|posthog/.test(name))).toEqual([]);

  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByRole("button", { name: "Answer anew" }).click();
  await expect(page.getByText("You have not answered yet")).toBeVisible();
  await questionOn(page).getByRole("button", { name: "No" }).click();
  await expect.poll(() => counter.told.map(({ text }) => text).join()).toContain("/legal/privacy");
  const before = counter.told.length;
  await page.getByRole("link", { name: "Terms" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Terms/);
  await visit(page, "/pricing");
  expect(counter.told.slice(before)).toEqual([]);
});
