import { expect, test } from "@playwright/test";
import { signInAs, subscribe } from "./support/people";

test("a figure of the overview says how it is counted and leads, by keyboard alone, to the account behind it", async ({
  page,
  browser,
}) => {
  const email = await subscribe(page);
  const staff = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signInAs(staff, "viewer");
  await staff.goto("/staff?currency=eur");

  const definition = staff.getByRole("button", { name: "How “Trials started” is counted" });
  await definition.focus();
  await staff.keyboard.press("Enter");
  await expect(staff.getByText("Trials that began within the month, whatever became of them.")).toBeVisible();
  await staff.keyboard.press("Escape");
  await expect(staff.getByText("Trials that began within the month, whatever became of them.")).toBeHidden();

  await staff.getByRole("link", { name: /^Trials started: \d/ }).focus();
  await staff.keyboard.press("Enter");
  await expect(staff.getByRole("heading", { level: 1, name: /^Trials started/ })).toBeVisible();
  await staff.getByRole("link", { name: email }).focus();
  await staff.keyboard.press("Enter");
  await expect(staff).toHaveURL(/\/staff\/customers\/acc_/);
});

test("each chart has its figures as a table, with a link to the rows of each month", async ({ page }) => {
  await subscribe(page);
  const staff = page;
  await staff.context().clearCookies();
  await signInAs(staff, "finance");
  await staff.goto("/staff?currency=eur");
  const trials = staff.getByRole("region", { name: "Trials", exact: true }).first();
  await expect(trials.getByRole("img")).toHaveAccessibleName(/^Stacked bars of trials/);
  await trials.getByText("As a table").click();
  await expect(trials.getByRole("row")).toHaveCount(13);
  await trials.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(staff).toHaveURL(/\/staff\/revenue\?kind=trial_started/);
});
