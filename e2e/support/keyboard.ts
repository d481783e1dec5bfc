import { expect, type Locator, type Page } from "@playwright/test";

/** More stops than any page has. */
const maxStops = 150;

/** Presses Tab until this has the focus, as somebody without a mouse must, and demands that one can see it there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < maxStops; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return expectVisibleFocus(target);
    await page.keyboard.press("Tab");
  }
  throw new Error(`The keyboard does not reach ${target} on ${page.url()}.`);
}

/** Goes there and presses Enter, which follows a link and presses a button. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Goes to the field and types, over what it held. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
}

async function expectVisibleFocus(target: Locator): Promise<void> {
  const isSeen = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  });
  expect(isSeen, `${target} shows that it has the focus`).toBe(true);
}
