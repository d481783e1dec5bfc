import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/quality";
import { appUrl } from "./support/stack";
import { StoppableProxy } from "./support/stoppable-proxy";

test("whoever loses the connection reads so in their language, and the page comes by itself once it can", async ({
  page,
}) => {
  const way = new StoppableProxy(appUrl);
  await way.start();
  await page.goto(`http://localhost:${way.port}/nl/pricing`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await way.stop();
  await page.getByRole("link", { name: "Voorwaarden" }).click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Geen verbinding");
  await expect(page).toHaveURL(/\/nl\/legal\/terms$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
  await expectAccessible(page);
  await way.start();
  await expect(heading).toHaveText("Voorwaarden");
  await way.stop();
});

test("the browser keeps that one page and none that somebody visited", async ({ page }) => {
  await page.goto("/pricing");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.goto("/sign-in");
  const kept = await page.evaluate(async () => {
    const shelves = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(shelves.map((shelf) => shelf.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toEqual(["/offline"]);
});
