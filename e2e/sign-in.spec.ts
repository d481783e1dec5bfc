import { expect, test } from "@playwright/test";
import { authorizationRequest, catchRedirect, connectExtension, redeem } from "./support/extension";
import { readCode, readLink } from "./support/mail";
import { askForMail, enterCode, signIn, strangerAddress, typeCode } from "./support/people";
import { appUrl } from "./support/stack";

test("the window that asked goes on by itself once the link was confirmed elsewhere", async ({ page, browser }) => {
  const email = strangerAddress();
  await page.goto("/sign-in?callbackUrl=/account");
  await askForMail(page, email);

  const phone = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await phone.goto(await readLink(email));
  await expect(phone.getByText(email)).toBeVisible();
  await phone.getByRole("button", { name: "Yes, sign in that window" }).click();
  await expect(phone.getByText("Done: go back to that window")).toBeVisible();

  await expect(page).toHaveURL(/\/account$/);
  await phone.goto("/account");
  await expect(phone).toHaveURL(/\/sign-in/);
});

test("fetching the link, as a mail scanner does, signs nobody in", async ({ page, request }) => {
  const email = strangerAddress();
  await page.goto("/sign-in");
  await askForMail(page, email);
  const link = await readLink(email);
  for (const _visit of [1, 2, 3]) expect((await request.get(link)).status()).toBe(200);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a link that was used is refused with a way on", async ({ page, browser }) => {
  const email = strangerAddress();
  await page.goto("/sign-in");
  await askForMail(page, email);
  const link = await readLink(email);
  await enterCode(page, email);
  await expect(page).not.toHaveURL(/\/sign-in/);

  const other = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await other.goto(link);
  await expect(other.getByText("This link was already used")).toBeVisible();
  await expect(other.getByRole("link", { name: "Ask for a new mail" })).toBeVisible();
});

test("after five wrong codes even the right one is refused", async ({ page }) => {
  const email = strangerAddress();
  await page.goto("/sign-in");
  await askForMail(page, email);
  const code = await readCode(email);
  const wrong = code === "000000" ? "111111" : "000000";
  const exhausted = page.getByText("The code was typed wrongly too often");
  for (const _try of [1, 2, 3, 4, 5]) {
    const answered = page.waitForEvent("load");
    await typeCode(page, wrong);
    await answered;
  }
  await expect(exhausted).toBeVisible();
  await expect(page.getByLabel("Six-digit code")).toHaveCount(0);
  // A page that was loaded before still has its field; the right code is rejected there too.
  expect((await page.request.post("/sign-in/code", { form: { code } })).url()).not.toContain("/account");
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a callbackUrl of another site leads to our own pages instead", async ({ page }) => {
  await signIn(page, strangerAddress(), `/sign-in?callbackUrl=${encodeURIComponent("https://evil.example/steal")}`);
  expect(new URL(page.url()).origin).toBe(appUrl);
});

test("the extension is not sent to an address that is not registered", async ({ page }) => {
  await signIn(page, strangerAddress());
  const { url } = authorizationRequest();
  const answer = await page.goto(
    url.replace(/redirect_uri=[^&]+/, `redirect_uri=${encodeURIComponent("https://evil.example/")}`),
  );
  expect(answer?.status()).toBe(400);
  expect(new URL(page.url()).origin).toBe(appUrl);
  await expect(page.getByRole("heading", { name: "The extension can’t be connected" })).toBeVisible();
});

test("whoever refuses consent connects nothing, and the extension is told", async ({ page }) => {
  await signIn(page, strangerAddress());
  const { url } = authorizationRequest();
  const arrived = catchRedirect(page);
  await page.goto(url);
  await page.getByRole("button", { name: "Do not connect" }).click();
  expect((await arrived).get("error")).toBe("access_denied");
});

test("a refreshed token works, and the one it replaced ends everything once it is used again", async ({ page }) => {
  await signIn(page, strangerAddress());
  const first = await connectExtension(page);
  const refresh = (token: string) => redeem({ grant_type: "refresh_token", refresh_token: token });
  const second = await (await refresh(first.refresh_token)).json();
  const third = await (await refresh(second.refresh_token)).json();
  expect(third.access_token).toBeTruthy();
  const reused = await refresh(first.refresh_token);
  expect([reused.status, (await reused.json()).error]).toEqual([400, "invalid_grant"]);
  const after = await refresh(third.refresh_token);
  expect(after.status).toBe(400);
});
