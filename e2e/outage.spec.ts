import { setTimeout as passing } from "node:timers/promises";
import { expect, type Page, test } from "@playwright/test";
import { type OutageApp, startOutageApp } from "./support/outage-app";
import { OutageLoad } from "./support/outage-load";
import { leave, lookAfterwards, signPeopleIn } from "./support/outage-people";
import { expectAccessible } from "./support/quality";

/** How long the database is frozen, and how long recovery may take. */
const frozenMs = 20_000;
const healedMs = 5_000;

let app: OutageApp;
test.beforeAll(async () => {
  app = await startOutageApp();
});
test.afterAll(async () => {
  try {
    await leave();
  } finally {
    await app.stop();
  }
});

test("a database that freezes, dies and comes back signs no user out and loses no data, and every answer says so meanwhile", async ({
  page,
  context,
}) => {
  const callers = await signPeopleIn();
  const [person] = callers.people;
  await enter(page, person?.cookie ?? "");
  const load = new OutageLoad(app.url, callers);
  await untilHealed(load, performance.now());

  await app.freeze();
  const thawing = passing(frozenMs);
  await expectOutage(page);
  expect(await (await context.request.get(`${app.url}/readyz`)).json()).toMatchObject({ checks: { database: false } });
  expect((await context.request.get(`${app.url}/healthz`)).status()).toBe(200);
  await thawing;
  app.thaw();
  await untilHealed(load, performance.now());
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Een ogenblik");

  app.kill();
  await expectOutage(page);
  await app.restart();
  await untilHealed(load, performance.now());
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Een ogenblik");
  await expect(page).toHaveURL(`${app.url}/account`);

  await load.stop();
  expect(load.told.filter(({ problem }) => problem !== null)).toEqual([]);
  const told = new Set(load.told.filter(({ status }) => status === 503).map(({ what }) => what));
  expect([...load.kinds].filter((what) => !told.has(what))).toEqual(["GET /healthz"]);
  expect(Math.max(...load.told.map(({ tookMs }) => tookMs))).toBeLessThan(frozenMs);
  const found = await lookAfterwards();
  expect(found.sessions).toBe(callers.people.length);
  expect(found.used).toBe(load.counted);
  expect(load.keptEvents.filter((id) => !found.events.has(id))).toEqual([]);
});

/** Waits until every kind of request is answered normally again, by the same process. */
async function untilHealed(load: OutageLoad, since: number): Promise<void> {
  await expect.poll(() => load.notYetWell(since), { timeout: healedMs, intervals: [100] }).toEqual([]);
}

async function enter(page: Page, cookie: string): Promise<void> {
  const [name = "", value = ""] = cookie.split("=");
  await page.context().addCookies([
    { name, value, url: app.url },
    { name: "NEXT_LOCALE", value: "nl", url: app.url },
  ]);
}

/** The outage page, in the reader's language, at the address they asked for. */
async function expectOutage(page: Page): Promise<void> {
  const answer = await page.goto(`${app.url}/account`);
  expect(answer?.status()).toBe(503);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Een ogenblik");
  await expectAccessible(page);
}
