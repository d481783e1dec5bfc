import { expect, test } from "@playwright/test";
import { persona } from "@/prisma/personas";
import { signIn, signInAs, strangerAddress, subscribe } from "./support/people";
import { appUrl } from "./support/stack";

test("staff find a customer, see why they may use what they use, and handle an event again", async ({
  page,
  browser,
}) => {
  const email = await subscribe(page);

  const staff = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signInAs(staff, "operator");
  await staff.goto("/staff/customers");
  await staff.getByLabel("Find a customer").fill(email);
  await staff.getByRole("button", { name: "Search" }).click();
  await staff.getByRole("link", { name: email }).click();
  await expect(staff.getByText("Your free trial is running.").first()).toBeVisible();
  await staff.getByRole("button", { name: "Sync with Stripe" }).click();
  await staff.getByLabel("Reason").fill("The customer asked");
  await staff.getByRole("button", { name: "Sync now" }).click();
  await expect(staff.getByText("Nothing had changed.").first()).toBeVisible();
  await expect(staff.getByText("Reason: The customer asked")).toBeVisible();

  await staff.goto("/staff/inbox");
  await staff.getByRole("link", { name: "customer.subscription.created" }).first().click();
  await staff.getByRole("button", { name: "Handle again" }).click();
  await staff.getByRole("dialog").getByRole("button", { name: "Handle again" }).click();
  await expect(staff.getByText("All is as Stripe says.").first()).toBeVisible();
});

test("support cancels on a customer's behalf with a reason, and is told that refunds are for others", async ({
  page,
  browser,
}) => {
  const email = await subscribe(page);
  const staff = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signInAs(staff, "support");
  await staff.goto(`/staff/customers?search=${email}`);
  await staff.getByRole("link", { name: email }).click();
  await expect(staff.getByText("Refund: Finance or Admin can.")).toBeVisible();
  await staff.getByRole("button", { name: "Cancel for them" }).click();
  await staff.getByLabel("Reason").fill("Asked for it by mail");
  await staff.getByRole("button", { name: "Cancel the subscription" }).click();
  await expect(staff.getByRole("button", { name: "Take the cancellation back" })).toBeVisible();
  await staff.getByRole("link", { name: "Staff", exact: true }).last().click();
  await expect(staff).toHaveURL(/kinds=staff/);
  await expect(staff.getByText("Asked to cancel at the end of the period")).toBeVisible();
  await expect(staff.getByText("Reason: Asked for it by mail")).toBeVisible();
});

test("where the connection breaks, what staff typed stays, and nobody is told that it was done or not", async ({
  page,
}) => {
  await signInAs(page, "operator");
  await page.goto(`/staff/customers?search=${persona("trialing").email}`);
  await page.getByRole("link", { name: persona("trialing").email }).click();
  await page.getByRole("button", { name: "Sync with Stripe" }).click();
  await page.getByLabel("Reason").fill("The customer asked");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText("No answer came, and it may have been done all the same.")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("The customer asked");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("Reason: The customer asked").first()).toBeVisible();
});

test("where the connection breaks while an event is handled again, its dialog stays and says so", async ({ page }) => {
  await signInAs(page, "operator");
  await page.goto("/staff/inbox");
  await page
    .getByRole("link", { name: /customer\.subscription/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Handle again" }).click();
  const dialog = page.getByRole("dialog", { name: "Handle this event again?" });
  await page.context().setOffline(true);
  await dialog.getByRole("button", { name: "Handle again" }).click();
  await expect(dialog.getByText("No answer came, and it may have been done all the same.")).toBeVisible();
  await page.context().setOffline(false);
  await dialog.getByRole("button", { name: "Handle again" }).click();
  await expect(dialog).toHaveCount(0);
});

test("a role that may only look is offered no action", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto("/staff/inbox");
  await page
    .getByRole("link", { name: /customer\.subscription/ })
    .first()
    .click();
  await expect(page.getByText("Body, as it was signed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Handle again" })).toHaveCount(0);
  await page.goto(`/staff/customers?search=${persona("trialing").email}`);
  await page.getByRole("link", { name: persona("trialing").email }).click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
});

test("for customers and strangers the staff pages do not exist", async ({ page }) => {
  await page.goto("/staff");
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, strangerAddress());
  expect((await page.goto("/staff"))?.status()).toBe(404);
  expect((await page.goto("/staff/inbox"))?.status()).toBe(404);
});

test("a forged webhook is refused, and staff can see that it was", async ({ page, request }) => {
  const forged = await request.post(`${appUrl}/api/webhooks/stripe`, {
    headers: { "stripe-signature": `t=${Math.floor(Date.now() / 1000)},v1=${"0".repeat(64)}` },
    data: { id: "evt_forged", type: "customer.subscription.created" },
  });
  expect([forged.status(), (await forged.json()).code]).toEqual([400, "signature_invalid"]);
  await signInAs(page, "support");
  await page.goto("/staff/refusals");
  await expect(page.getByRole("cell", { name: "signature_invalid" }).first()).toBeVisible();
});
