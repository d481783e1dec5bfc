import { expect, type Page } from "@playwright/test";
import { connect, type ExtensionBrowser } from "./extension-browser";
import { subscribe } from "./people";

const tenBands = (popup: Page) => popup.getByRole("button", { name: "10 bands" });

/** The bands of the equaliser that the popup offers. */
export const sliders = (popup: Page) => popup.getByRole("slider", { name: /hertz$/ });

/** Ten bands can be used: chosen, shown, and nothing says otherwise. */
export async function expectUnlocked(popup: Page): Promise<void> {
  await tenBands(popup).click();
  await expect(tenBands(popup)).toHaveAttribute("aria-pressed", "true");
  await expect(sliders(popup)).toHaveCount(10);
}

/** Three bands are left, and the extension says why. */
export async function expectLocked(popup: Page, why: string): Promise<void> {
  await tenBands(popup).click();
  await expect(sliders(popup)).toHaveCount(3);
  await expect(popup.getByRole("tabpanel").getByText(why)).toBeVisible();
}

/** A stranger has subscribed in this browser and connected its extension. */
export async function subscribeAndConnect(
  browser: ExtensionBrowser,
): Promise<{ email: string; site: Page; popup: Page }> {
  const site = await browser.context.newPage();
  const email = await subscribe(site);
  const popup = await browser.openPopup();
  await connect(browser, popup);
  await expectUnlocked(popup);
  return { email, site, popup };
}
