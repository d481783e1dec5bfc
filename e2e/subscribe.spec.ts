import { expect, test } from "@playwright/test";
import { moveDays } from "./support/clock";
import { connectExtension, fetchEntitlements } from "./support/extension";
import { askForMail, enterCode, payOnCheckoutPage, strangerAddress, subscribe } from "./support/people";

test("a stranger subscribes, the extension hears yes, and after cancelling keeps it until the period ends", async ({
  page,
}) => {
  const email = strangerAddress();

  await page.goto("/");
  await page.getByRole("navigation").getByRole("link", { name: "Pricing" }).first().click();
  await page.getByRole("button", { name: "Start 14 free days" }).first().click();
  await askForMail(page, email);
  await enterCode(page, email);
  await payOnCheckoutPage(page);
  await expect(page).toHaveURL(/\/account\/checkout\/return/);

  await page.goto("/account");
  await expect(page.getByText("Free trial").first()).toBeVisible();

  const tokens = await connectExtension(page);
  const unlocked = await fetchEntitlements(tokens);
  expect(unlocked).toMatchObject({
    plan: "pro",
    status: "trialing",
    features: { advanced_audio: { active: true, reason: "trial" } },
  });

  await page.goto("/account");
  await page.getByRole("button", { name: "Cancel subscription" }).click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await expect(page.getByRole("button", { name: "Keep my subscription" })).toBeVisible();
  expect((await fetchEntitlements(tokens)).features.advanced_audio).toMatchObject({
    active: true,
    reason: "cancels_at_period_end",
  });

  await moveDays(15);
  expect((await fetchEntitlements(tokens)).features.advanced_audio).toEqual({
    active: false,
    reason: "subscription_ended",
    until: null,
  });
  await page.reload();
  await expect(page.getByText("Your subscription has ended.").first()).toBeVisible();
});

test("a trial that is kept turns into a paid subscription, and its invoice is in the portal", async ({ page }) => {
  await subscribe(page);
  const tokens = await connectExtension(page);

  await moveDays(15);
  expect(await fetchEntitlements(tokens)).toMatchObject({
    plan: "pro",
    status: "active",
    features: { advanced_audio: { active: true, reason: "active_subscription" } },
  });
  await page.goto("/account/invoices");
  await expect(page.getByText("€8.00").first()).toBeVisible();
});

test("a cancellation is taken back with one click, and both are said to have been done", async ({ page }) => {
  await subscribe(page);
  await page.goto("/account");
  await page.getByRole("button", { name: "Cancel subscription" }).click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await expect(page.getByText("Everything keeps working until the period ends.").first()).toBeVisible();
  await page.getByRole("button", { name: "Keep my subscription" }).click();
  await expect(page.getByText("Good, you are staying").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel subscription" })).toBeVisible();
});
