import { expect, test } from "@playwright/test";
import { persona } from "@/prisma/personas";
import { press, type } from "./support/keyboard";
import { readCode } from "./support/mail";
import { strangerAddress, subscribe } from "./support/people";

test("without a mouse a stranger subscribes, cancels and takes it back", async ({ page }) => {
  const email = strangerAddress();
  await page.goto("/");
  await press(page, page.getByRole("navigation").getByRole("link", { name: "Pricing" }).first());
  await expect(page).toHaveURL(/\/pricing/);
  await press(page, page.getByRole("button", { name: "Start 14 free days" }).first());
  await type(page, page.getByLabel("Mail address"), email);
  await page.keyboard.press("Enter");
  await type(page, page.getByLabel("Six-digit code"), await readCode(email));
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("button", { name: /^Start trial/ }));
  await expect(page).toHaveURL(/\/account\/checkout\/return/);

  await page.goto("/account");
  await press(page, page.getByRole("button", { name: "Cancel subscription" }));
  await press(page, page.getByRole("button", { name: "Yes, cancel it" }));
  await press(page, page.getByRole("button", { name: "Keep my subscription" }));
  await expect(page.getByRole("button", { name: "Cancel subscription" })).toBeVisible();
});

test("without a mouse staff find a customer, give them a plan with a reason, and see it in the timeline", async ({
  page,
  browser,
}) => {
  const customer = await subscribe(await (await browser.newContext({ locale: "en-GB" })).newPage());
  const { email } = persona("support");
  await page.goto("/sign-in?callbackUrl=/staff");
  await type(page, page.getByLabel("Mail address"), email);
  await page.keyboard.press("Enter");
  // Another test may sign in as the same persona at this moment. If this was its code, the next one is tried.
  await expect(async () => {
    await type(page, page.getByLabel("Six-digit code"), await readCode(email));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/staff$/, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });

  await press(page, page.getByRole("navigation").getByRole("link", { name: "Customers" }));
  await type(page, page.getByLabel("Find a customer"), customer);
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("link", { name: customer }));
  await press(page, page.getByRole("button", { name: "Give a plan" }));
  await type(page, page.getByLabel("Reason"), "their second browser was lost");
  await press(page, page.getByRole("button", { name: "Give the plan" }));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await press(page, page.getByRole("link", { name: "Staff", exact: true }));
  await expect(page).toHaveURL(/kinds=staff/);
  await expect(page.getByText("their second browser was lost").first()).toBeVisible();
});
