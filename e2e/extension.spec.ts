import { expect } from "@playwright/test";
import { connect, connectByMail, openSignInWindow, tellExtension, test } from "./support/extension-browser";
import { expectLocked, expectUnlocked, sliders, subscribeAndConnect } from "./support/extension-steps";
import { askForMail, enterCode, payOnCheckoutPage, signIn, strangerAddress, subscribe } from "./support/people";
import { expectAccessible } from "./support/quality";
import { sandboxUrl } from "./support/stack";

const dayMs = 86_400_000;
test("a new customer who is sent to pay has the locked feature at once: paying is signing in", async ({
  launchExtension,
}) => {
  const browser = await launchExtension();
  const popup = await browser.openPopup();
  await expectLocked(popup, "Sign in to use this.");

  const opening = browser.context.waitForEvent("page");
  await popup.getByRole("tabpanel").getByRole("button", { name: "See plans" }).click();
  const site = await opening;
  await site.getByRole("button", { name: "Start 14 free days" }).first().click();
  const email = strangerAddress();
  await askForMail(site, email);
  await enterCode(site, email);
  await payOnCheckoutPage(site);
  await expect(site).toHaveURL(/\/account\/checkout\/return/);

  await expect(site.getByText("Your extension is unlocked.")).toBeVisible();
  await expectUnlocked(popup);
  await expect(popup.getByText("Pro", { exact: true })).toBeVisible();
  await expect(popup.getByRole("button", { name: "Sign in" })).toBeHidden();
  await expectAccessible(popup);

  await popup.getByRole("tab", { name: "Notes" }).click();
  await popup.getByLabel("New note").fill("Bring the cable");
  await popup.getByRole("button", { name: "Save" }).click();
  await expect(popup.getByRole("listitem").getByText("Bring the cable")).toBeVisible();
  await site.goto("/account/usage");
  await expect(site.getByText("1 MB of 5 GB in use").first()).toBeAttached();
  await expectAccessible(popup);

  await popup.getByRole("tab", { name: "Rules" }).click();
  const options = await browser.openOptions();
  await options.getByRole("button", { name: "Add a rule" }).click();
  await options.getByLabel("What for").fill("Stretch");
  await options.getByLabel("What for").press("Tab");
  await expect(popup.getByRole("listitem").getByText("Stretch")).toBeVisible();
  await expectAccessible(popup);
  await expectAccessible(options);
});

test("a code that is typed in another browser signs the extension in", async ({ launchExtension, page }) => {
  await subscribe(page);
  const browser = await launchExtension();
  const options = await browser.openOptions();
  const opening = browser.context.waitForEvent("page");
  await options.getByRole("button", { name: "Use a code instead" }).click();
  const waiting = await opening;
  const code = await waiting.getByText(/^[A-Z]{4}-[A-Z]{4}$/).textContent();

  await page.goto("/connect");
  await page.getByLabel("Code").fill(code ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("The other device goes on by itself")).toBeVisible();

  await expect(waiting.getByText("Your free trial is running.").first()).toBeVisible();
  await expectUnlocked(await browser.openPopup());
});

test("a sign-in window that is closed leaves the extension signed out, and it says so", async ({ launchExtension }) => {
  const browser = await launchExtension();
  const popup = await browser.openPopup();
  const window = await openSignInWindow(browser, () => popup.getByRole("button", { name: "Sign in" }).click());
  await window.close();
  await expect(popup.getByText("You are not signed in: the window was closed")).toBeVisible();
  await expect(popup.getByRole("button", { name: "Sign in" })).toBeEnabled();
});

test("with the server gone a lease unlocks until its hard stop, and no longer", async ({ launchExtension }) => {
  test.setTimeout(300_000);
  const browser = await launchExtension();
  const { popup } = await subscribeAndConnect(browser);
  await browser.wayToServer.stop();
  await popup.reload();
  await expectUnlocked(popup);

  // What the pages' clock says is what the extension takes for the time. A day later the lease should have been renewed.
  await popup.clock.setFixedTime(Date.now() + 1.5 * dayMs);
  await popup.reload();
  await expectUnlocked(popup);
  await expect(popup.getByText("The server can’t be reached. What you paid for keeps working until")).toBeVisible();

  await popup.clock.setFixedTime(Date.now() + 4 * dayMs);
  await popup.reload();
  await expectLocked(popup, "We have not heard from the server for too long.");

  // The clock is right again, and so behind what it once said: only the server can prove the time.
  await browser.wayToServer.start();
  await popup.clock.setFixedTime(Date.now());
  await popup.reload();
  await expect(sliders(popup)).toHaveCount(10, { timeout: 150_000 });
});

test("a lease that was edited in storage locks, and a server that is back heals it", async ({ launchExtension }) => {
  test.setTimeout(300_000);
  const browser = await launchExtension();
  const { popup } = await subscribeAndConnect(browser);
  await browser.wayToServer.stop();
  await popup.evaluate(async () => {
    const { gatehouse } = await chrome.storage.local.get("gatehouse");
    const record = gatehouse as { lease: string };
    const [header, claims = "", signature] = record.lease.split(".");
    const text = atob(claims.replaceAll("-", "+").replaceAll("_", "/")).replace('"trialing"', '"active"');
    const forged = btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    await chrome.storage.local.set({ gatehouse: { ...record, lease: [header, forged, signature].join(".") } });
  });
  await expect(sliders(popup)).toHaveCount(3);
  await expectLocked(popup, "What was stored about your plan has been changed");

  await browser.wayToServer.start();
  await expect(sliders(popup)).toHaveCount(10, { timeout: 150_000 });
});

test("a second browser of the same account is unlocked, until it is disconnected in the portal", async ({
  launchExtension,
}) => {
  const first = await launchExtension();
  const { email, site } = await subscribeAndConnect(first);

  const second = await launchExtension();
  const popup = await second.openPopup();
  await connectByMail(second, popup, email);
  await expectUnlocked(popup);

  await site.goto("/account/devices");
  await site
    .getByRole("button", { name: /^Disconnect/ })
    .first()
    .click();
  await site.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(site.getByText(/is disconnected/).first()).toBeVisible();
  await expect(site.getByRole("button", { name: /^Disconnect/ })).toHaveCount(1);

  const elsewhere = await second.context.newPage();
  await tellExtension(elsewhere);
  await expect(popup.getByText("This browser was disconnected from your account.").first()).toBeVisible();
  await expect(sliders(popup)).toHaveCount(3);
});

test("a disconnected browser notices it with no page of ours and no popup open", async ({ launchExtension }) => {
  const browser = await launchExtension();
  const { site, popup } = await subscribeAndConnect(browser);
  await site.goto("/account/devices");
  await site.getByRole("button", { name: /^Disconnect/ }).click();
  await expect(site.getByText("falls back to Free at its next contact, within five minutes")).toBeVisible();
  await site.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(site.getByText(/is disconnected/).first()).toBeVisible();

  await popup.goto("about:blank");
  await site.goto("about:blank");
  const [worker] = browser.context.serviceWorkers();
  // The last contact was four minutes ago, so the alarm fires as soon as Chrome allows.
  await worker?.evaluate(async () => {
    const { gatehouse } = await chrome.storage.local.get("gatehouse");
    const record = gatehouse as { contactedAt: number };
    await chrome.storage.local.set({ gatehouse: { ...record, contactedAt: record.contactedAt - 240_000 } });
  });
  const readEnd = () =>
    worker?.evaluate(async () => {
      const { gatehouse } = await chrome.storage.local.get("gatehouse");
      const { refreshToken, lease, ended } = gatehouse as Record<string, unknown>;
      return { refreshToken, lease, ended };
    });
  await expect.poll(readEnd, { timeout: 90_000 }).toEqual({ refreshToken: null, lease: null, ended: "device_revoked" });
  await expectLocked(await browser.openPopup(), "This browser was disconnected from your account.");
});

test("a content script gets the worker's answers and stores nothing in the site that it runs in", async ({
  launchExtension,
}) => {
  const browser = await launchExtension({ contentScriptOn: "http://127.0.0.1/*" });
  const { site, popup, email } = await subscribeAndConnect(browser);
  const visited = await browser.context.newPage();
  await visited.goto(sandboxUrl);
  const root = visited.locator("html");
  await expect(root).toHaveAttribute("data-plan", "unknown");
  const ask = (what: string) => root.evaluate((element, value) => element.setAttribute("data-ask", value), what);
  await ask("user");
  await expect(root).toHaveAttribute("data-answer", new RegExp(`"paid":true.*"email":"${email}"`));
  await ask("feature");
  await expect(root).toHaveAttribute("data-answer", /"active":true,"reason":"trial"/);
  const opening = browser.context.waitForEvent("page");
  await ask("pricing");
  await expect(await opening).toHaveURL(/\/pricing/);
  expect(await visited.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
  await popup.reload();
  await expectUnlocked(popup);
  await expect(popup.getByText("The server can’t be reached")).toBeHidden();

  await site.goto("/account/devices");
  await site.getByRole("button", { name: /^Disconnect/ }).click();
  await site.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(site.getByText(/is disconnected/).first()).toBeVisible();
  await tellExtension(site);
  await expect(root).toHaveAttribute("data-plan", "none");
});

test("a popup that is open unlocks by itself when the payment is made in another browser", async ({
  launchExtension,
  page,
}) => {
  const email = strangerAddress();
  await signIn(page, email);
  const browser = await launchExtension();
  const popup = await browser.openPopup();
  await connectByMail(browser, popup, email);
  await expectLocked(popup, "You have no subscription that includes this.");
  await popup.getByRole("tabpanel").getByRole("button", { name: "See plans" }).click();

  await page.goto("/pricing?interval=month&currency=eur");
  await page.getByRole("button", { name: "Start 14 free days" }).first().click();
  await payOnCheckoutPage(page);
  await expect(page).toHaveURL(/\/account\/checkout\/return/);
  await expect(sliders(popup)).toHaveCount(10);
});

test("the page after the checkout tells the extension, which unlocks without a reload", async ({ launchExtension }) => {
  const browser = await launchExtension();
  const site = await browser.context.newPage();
  await signIn(site, strangerAddress());
  const popup = await browser.openPopup();
  await connect(browser, popup);
  await expectLocked(popup, "You have no subscription that includes this.");

  await site.goto("/pricing?interval=month&currency=eur");
  await site.getByRole("button", { name: "Start 14 free days" }).first().click();
  await payOnCheckoutPage(site);
  await expect(site).toHaveURL(/\/account\/checkout\/return/);
  await expect(sliders(popup)).toHaveCount(10, { timeout: 10_000 });
});
