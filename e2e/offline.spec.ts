import { expect, type Page, test } from "@playwright/test";
import { signInAs } from "./support/people";
import { expectAccessible } from "./support/quality";
import { appUrl } from "./support/stack";
import { StoppableProxy } from "./support/stoppable-proxy";

/** Waits until the browser has what it shows without a connection. */
const untilKept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

test("whoever loses the connection reads so in their language, and the page comes by itself once it can", async ({
  page,
  context,
}) => {
  await signInAs(page, "active");
  const way = new StoppableProxy(appUrl);
  await way.start();
  const site = `http://localhost:${way.port}`;
  await context.addCookies([{ name: "NEXT_LOCALE", value: "nl", url: site }]);
  await page.goto(`${site}/account`);
  await untilKept(page);
  await way.stop();
  await page.getByRole("link", { name: "Facturen" }).first().click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Geen verbinding");
  await expect(page).toHaveURL(/\/account\/invoices$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
  await expectAccessible(page);
  await way.start();
  await expect(heading).toHaveText("Facturen");
  await way.stop();
});

test("the browser keeps that one page and none that somebody visited", async ({ page }) => {
  await signInAs(page, "active");
  await page.goto("/account");
  await untilKept(page);
  await page.goto("/account/invoices");
  await page.goto("/account/settings");
  const kept = await page.evaluate(async () => {
    const shelves = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(shelves.map((shelf) => shelf.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toEqual(["/offline"]);
});

test("nothing stands between the browser and what signs in, pays or grants", async ({ page }) => {
  await signInAs(page, "active");
  await page.goto("/account");
  await untilKept(page);
  const touched = await page.evaluate(async () => {
    const paths = [
      "/checkout",
      "/sign-in",
      "/sign-in/confirm",
      "/oauth/authorize",
      "/connect",
      "/mail-address/undo",
      "/staff",
    ];
    const workers = await Promise.all(paths.map((path) => navigator.serviceWorker.getRegistration(path)));
    return paths.filter((_path, index) => workers[index]);
  });
  expect(touched).toEqual([]);
});
