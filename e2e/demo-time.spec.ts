import { expect, test } from "@playwright/test";

test("outside the demo no page holds the bar that moves time, and its address leads nowhere", async ({
  page,
  request,
}) => {
  await page.goto("/pricing");
  await expect(page.getByRole("form", { name: "Time of the demo" })).toHaveCount(0);
  expect(await page.content()).not.toContain("/api/demo/time");
  const refused = await request.post("/api/demo/time", {
    form: { by: "day" },
    headers: { "sec-fetch-site": "same-origin" },
  });
  expect(refused.status()).toBe(404);
});

test("the menu of a narrow screen opens and closes by keyboard, and closes when it led somewhere", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  const opener = page.getByRole("button", { name: "Open the menu" });
  const menu = page.getByRole("dialog", { name: "Menu" });
  await opener.press("Enter");
  await expect(menu).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.press("Enter");
  await menu.getByRole("link", { name: "Pricing" }).press("Enter");
  await expect(page).toHaveURL(/\/pricing$/);
  await expect(menu).toBeHidden();
});
