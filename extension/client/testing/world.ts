import type { Gatehouse } from "../src/types";
import { FakeBrowser } from "./fake-browser";
import { FakeServer, type Plan, pro } from "./fake-server";

export type World = {
  server: FakeServer;
  browser: FakeBrowser;
  page: Gatehouse;
  worker: Gatehouse;
  closeWorker: () => void;
};

/** A server, a browser with the extension in it, its service worker and one open page. */
export async function startWorld(): Promise<World> {
  const server = await FakeServer.start();
  const browser = new FakeBrowser(server.network, server.origin, server.roots);
  browser.signInWindow = server.authorize;
  const worker = browser.open({ isPage: false });
  const page = browser.open();
  await browser.settle();
  return { server, browser, page: page.gatehouse, worker: worker.gatehouse, closeWorker: worker.close };
}

/** The same, with somebody signed in who has this plan. */
export async function signedIn(plan: Plan = pro): Promise<World> {
  const world = await startWorld();
  world.server.plan = plan;
  await world.page.signIn();
  await world.browser.settle();
  return world;
}

/** Moves the time of the server and of the browser on, as time does. */
export async function pass({ server, browser }: World, ms: number): Promise<void> {
  server.now += ms;
  await browser.pass(ms);
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
