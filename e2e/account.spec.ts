import { expect, type Page, test } from "@playwright/test";
import { connectExtension, fetchEntitlements } from "./support/extension";
import { readCode, readInvitation, readUndoLink } from "./support/mail";
import { askForMail, enterCode, payOnCheckoutPage, signIn, signInAs, strangerAddress } from "./support/people";
import { expectAccessible } from "./support/quality";
import { appUrl } from "./support/stack";

const pages = ["", "/welcome", "/subscription", "/usage", "/invoices", "/devices", "/members", "/settings"];

const noAnswer = "No answer came, and it may have been done all the same.";

/** Keeps what forms send from arriving, until the function that it returns breaks the connection. */
async function holdForms(page: Page): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    await released;
    await route.abort();
  });
  return async () => {
    release();
    await page.unrouteAll({ behavior: "wait" });
  };
}

/** A stranger buys Team for three on the pricing page. Returns their address. */
async function buyTeam(page: Page): Promise<string> {
  const email = strangerAddress();
  await page.goto("/pricing?interval=month&currency=eur");
  const form = page.locator("form", { has: page.getByRole("spinbutton") });
  await expect(form.getByRole("status")).toHaveText("In all €40 per month");
  await form.getByRole("spinbutton").fill("3");
  await expect(form.getByRole("status")).toHaveText("In all €60 per month");
  await form.getByRole("button").click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goBack();
  await expect(form.getByRole("status")).toHaveText("In all €60 per month");
  await form.getByRole("button").click();
  await askForMail(page, email);
  await enterCode(page, email);
  await payOnCheckoutPage(page);
  await expect(page).toHaveURL(/\/account\/checkout\/return/);
  return email;
}

test("every page of the account arrives whole, also where no script runs", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, strangerAddress());
  for (const path of pages) {
    await page.goto(`/account${path}`);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Your account" }).getByRole("link")).toHaveCount(7);
    if (path === "/settings")
      await expect(
        page.getByRole("navigation", { name: "Your account" }).locator("[aria-current=page]"),
      ).toBeInViewport({ ratio: 1 });
  }
  await context.close();
});

test("the first steps are put away and taken back without a script", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, strangerAddress());
  await page.goto("/account/welcome");
  await page.getByRole("button", { name: "Do not show this on my account page" }).click();
  await page.goto("/account");
  await expect(page.getByRole("status").getByText("The first steps are put away.")).toBeVisible();
  await page.getByRole("link", { name: "Look at them" }).click();
  await page.getByRole("button", { name: "Show this on my account page again" }).click();
  await page.goto("/account");
  await expect(page.getByRole("button", { name: "Do not show this" })).toBeVisible();
  await context.close();
});

test("an owner offers a seat, the guest takes it and the extension gets Team; without the seat it is signed out", async ({
  page,
  browser,
}) => {
  await buyTeam(page);
  const guest = strangerAddress();
  await page.goto("/account/members");
  await page.getByLabel("Mail address").fill(guest);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: guest })).toBeVisible();
  await expectAccessible(page);

  const context = await browser.newContext({ baseURL: appUrl });
  const guestPage = await context.newPage();
  await guestPage.goto(await readInvitation(guest));
  await askForMail(guestPage, guest);
  await enterCode(guestPage, guest);
  await expect(guestPage.getByRole("button", { name: "Take the seat" })).toBeVisible();
  await expectAccessible(guestPage);
  await guestPage.getByRole("button", { name: "Take the seat" }).click();
  await expect(guestPage.getByText("The seat is yours")).toBeVisible();
  await expect(guestPage.getByRole("button", { name: "Cancel subscription" })).toHaveCount(0);
  const tokens = await connectExtension(guestPage);
  expect(await fetchEntitlements(tokens)).toMatchObject({ plan: "team" });
  await guestPage.goto("/account/invoices");
  await expect(guestPage.getByText("The invoices are for the owner")).toBeVisible();

  await page.goto("/account/members");
  await page.getByRole("button", { name: `Remove ${guest}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  // While the dialog is open, what lies behind it can't be found by its role.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: `Remove ${guest}` })).toHaveCount(0);
  const answer = await fetch(`${appUrl}/api/v1/entitlements`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  expect(answer.status).toBe(401);
  await guestPage.goto("/account");
  await expect(guestPage.getByText("You use the free plan.")).toBeVisible();
  await context.close();
});

test("signing out everywhere ends the other browser and the extension as well", async ({ page, browser }) => {
  const email = strangerAddress();
  await signIn(page, email);
  const tokens = await connectExtension(page);
  const context = await browser.newContext({ baseURL: appUrl });
  const other = await context.newPage();
  await signIn(other, email);
  await page.goto("/account/settings");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await other.goto("/account");
  await expect(other).toHaveURL(/\/sign-in/);
  const answer = await fetch(`${appUrl}/api/v1/entitlements`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  expect(answer.status).toBe(401);
  await context.close();
});

test("who has a plan is not asked to buy it again, and finds the way to another", async ({ page }) => {
  await signInAs(page, "active");
  await page.goto("/pricing?interval=month&currency=eur");
  const pro = page.getByRole("article", { name: "Pro" });
  await expect(pro).toContainText("This is your plan");
  await expect(pro.getByRole("button")).toHaveCount(0);
  await page.getByRole("article", { name: "Team" }).getByRole("link", { name: "Switch to Team" }).click();
  await expect(page.getByText("Switch to Team, paid by the month")).toBeVisible();
  await expect(page.getByRole("button", { name: "Change plan or card" })).toBeVisible();
});

test("what was typed stays, and why it failed is said once, where it is refused and where the connection breaks", async ({
  page,
}) => {
  const email = strangerAddress();
  await signIn(page, email);
  await page.goto("/account/settings?mail=change");
  const address = page.getByLabel("New mail address");
  await expect(address).toBeFocused();
  await address.fill(email);
  await page.getByRole("button", { name: "Send me a mail there" }).click();
  await expect(page.getByText("This is your address already.")).toBeVisible();
  await expect(address).toHaveValue(email);

  const name = page.getByLabel("Name of the account");
  await name.fill("A long name");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.getByText(noAnswer)).toBeVisible();
  await expect(name).toHaveValue("A long name");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.getByText("Saved").first()).toBeVisible();
  await expect(name).toHaveValue("A long name");

  const signOutEverywhere = page.getByRole("main").getByRole("button", { name: "Sign out everywhere" });
  const question = page.getByRole("dialog", { name: "Sign out everywhere?" });
  const confirm = question.getByRole("button", { name: "Sign out everywhere" });
  await signOutEverywhere.click();
  const breakConnection = await holdForms(page);
  await confirm.click();
  await expect(confirm).toHaveAttribute("aria-busy", "true");
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await breakConnection();
  await expect(question.getByText(noAnswer)).toBeVisible();
  await question.getByRole("button", { name: "Never mind" }).click();
  await signOutEverywhere.click();
  await expect(question).toBeVisible();
  await expect(question.getByText(noAnswer)).toBeHidden();
});

test("a mail address is changed by a code, signs the other browser out, and the old one takes it back", async ({
  page,
  browser,
}) => {
  const [email, next] = [strangerAddress(), strangerAddress()];
  const context = await browser.newContext({ baseURL: appUrl, javaScriptEnabled: false });
  const other = await context.newPage();
  await signIn(other, email);
  await signIn(page, email);
  await page.goto("/account/settings");
  await page.getByRole("link", { name: "Change" }).click();
  await page.getByLabel("New mail address").fill(next);
  await page.getByRole("button", { name: "Send me a mail there" }).click();
  await expect(page.getByText("Mail sent").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: `Confirm ${next}` })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Six-digit code").fill(await readCode(next));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText(`Your mail address is ${next} now`)).toBeVisible();
  await other.goto("/account");
  await expect(other).toHaveURL(/\/sign-in/);

  await other.goto(await readUndoLink(email));
  await other.getByRole("button", { name: "Put it back and sign everybody out" }).click();
  await expect(other.getByRole("heading", { name: "Your address is back" })).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, email);
  await context.close();
});
