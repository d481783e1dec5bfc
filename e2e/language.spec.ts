import { expect, test } from "@playwright/test";
import { signIn, strangerAddress } from "./support/people";

test("each public page has an address per language, and says so", async ({ page }) => {
  for (const [path, language, heading] of [
    ["/pricing", "en", "Prices, said plainly"],
    ["/nl/pricing", "nl", /./],
  ] as const) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
  }
});

test("a visitor whose browser prefers Dutch is shown Dutch, until they choose otherwise", async ({ browser }) => {
  const page = await (await browser.newContext({ locale: "nl-NL" })).newPage();
  await page.goto("/pricing");
  await expect(page).toHaveURL(/\/nl\/pricing$/);
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/pricing");
  await expect(page).toHaveURL(/[^l]\/pricing$/);
});

test("whoever buys on a Dutch page pays on a Dutch one, also by way of signing in", async ({ page }) => {
  await page.goto("/nl/pricing");
  await page.getByRole("button", { name: "Start 14 gratis dagen" }).first().click();
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  expect(new URL(page.url()).searchParams.get("callbackUrl")).toContain("&locale=nl");
});

test("whoever chooses another language in the settings reads it as soon as it is saved", async ({ page }) => {
  await signIn(page, strangerAddress());
  await page.goto("/account/settings");
  await page.getByLabel("Language", { exact: true }).selectOption("nl");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("Opgeslagen")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Instellingen" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
});
