import type { Gatehouse } from "../src/types";
import { FakeBrowser } from "./fake-browser";
import { FakeServer, type Plan, pro } from "./fake-server";

export type World = {
  server: FakeServer;
  browser: FakeBrowser;
  readonly page: Gatehouse;
  readonly worker: Gatehouse;
  closeWorker: () => void;
  closePage: () => void;
  /** The browser is closed and opened again: a new worker, a new page. */
  restart: () => void;
};

/** A server, a browser with the extension in it, its service worker and one open page. */
export async function startWorld(): Promise<World> {
  const server = await FakeServer.start();
  const browser = new FakeBrowser(server.network, server.origin, server.roots);
  browser.signInWindow = server.authorize;
  server.askersClock = () => browser.now;
  let [worker, page] = [browser.open({ isPage: false }), browser.open()];
  await browser.settle();
  return {
    server,
    browser,
    get page() {
      return page.gatehouse;
    },
    get worker() {
      return worker.gatehouse;
    },
    closeWorker: () => worker.close(),
    closePage: () => page.close(),
    restart: () => {
      worker.close();
      page.close();
      [worker, page] = [browser.open({ isPage: false }), browser.open()];
    },
  };
}

/** The same, with somebody signed in who has this plan. */
export async function signedIn(plan: Plan = pro): Promise<World> {
  const world = await startWorld();
  world.server.plan = plan;
  await world.page.signIn();
  await world.browser.settle();
  return world;
}

/** Advances the time of server and browser as on a computer that sleeps: the alarm fires when it wakes. */
export async function pass({ server, browser }: World, ms: number): Promise<void> {
  server.now += ms;
  await browser.pass(ms);
}

/** Advances the time of an open browser: its alarm fires when it is due, to the minute. */
export async function stayOpen(world: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minute) await pass(world, Math.min(minute, left));
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
