import { expect } from "@playwright/test";
import { moveDays } from "./support/clock";
import { tellExtension, test } from "./support/extension-browser";
import { expectLocked, expectUnlocked, subscribeAndConnect } from "./support/extension-steps";

test("whoever cancels keeps the feature until the period ends, and then reads why it is locked", async ({
  launchExtension,
}) => {
  const browser = await launchExtension();
  const { site, popup } = await subscribeAndConnect(browser);
  await site.goto("/account");
  await site.getByRole("button", { name: "Cancel subscription" }).click();
  await site.getByRole("button", { name: "Yes, cancel it" }).click();
  await expect(site.getByRole("button", { name: "Keep my subscription" })).toBeVisible();

  await tellExtension(site);
  const options = await browser.openOptions();
  await expect(options.getByText("You cancelled; it works until your period ends.").first()).toBeVisible();
  await expectUnlocked(popup);

  await moveDays(15);
  await tellExtension(site);
  await expectLocked(popup, "Your subscription has ended.");
  await expect(popup.getByRole("tabpanel").getByRole("button", { name: "See plans" })).toBeVisible();
});
