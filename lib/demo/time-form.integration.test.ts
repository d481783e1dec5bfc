import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { showTimeTravel, startTimeTravel } from "@/lib/demo/time-form";
import { findJourney } from "@/lib/demo/time-travel";
import { clock, setClockOffset } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { startSandbox } from "@/sandbox/testing/start-sandbox";

const address = "http://127.0.0.1:3000/api/demo/time";
const given = { ...env() };
const stops: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  Object.assign(env(), { GATEHOUSE_MODE: "demo" });
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  Object.assign(env(), given);
  setClockOffset(0);
});

/** A sandbox that tells a stand-in for the app where its clock is, as it tells `/api/demo/clock`. */
async function sandboxAndApp() {
  const app = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      const { now } = JSON.parse(body) as { now: string };
      setClockOffset(Date.parse(now) - Date.now());
      response.setHeader("content-type", "application/json").end(JSON.stringify({ now, nextDueAt: null }));
    });
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  stops.push(() => new Promise((resolve) => app.close(resolve)));
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const sandbox = await startSandbox({ app: { url, controlSecret: given.SANDBOX_CONTROL_SECRET ?? "" } });
  stops.push(sandbox.stop);
  Object.assign(env(), { STRIPE_API_BASE: sandbox.url });
  return sandbox;
}

function send(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return startTimeTravel(
    new Request(address, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { "sec-fetch-site": "same-origin", ...headers },
    }),
  );
}

test("a plain form moves the sandbox's time, and leads back to its page when that is done", async () => {
  const sandbox = await sandboxAndApp();
  const before = await sandbox.now();
  const answer = await send({ by: "month", days: "9" }, { referer: "http://127.0.0.1:3000/nl/pricing?currency=usd" });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("/nl/pricing?currency=usd");
  const days = ((await sandbox.now()).getTime() - before.getTime()) / 86_400_000;
  expect(days).toBeGreaterThanOrEqual(28);
  expect(days).toBeLessThan(31.1);
  expect(Math.abs(clock.now().getTime() - (await sandbox.now()).getTime())).toBeLessThan(5_000);
  expect(findJourney()).toMatchObject({ endedAt: expect.any(Date), happened: { paid: 0, started: 0 } });
});

test("a script sees how far time has come, and nobody sets out twice at once", async () => {
  await sandboxAndApp();
  const started = await send({ days: "365" }, { accept: "application/json" });
  expect(started.status).toBe(202);
  expect(await started.json()).toMatchObject({ isMoving: true });
  expect((await send({ by: "day" })).status).toBe(409);
  await expect
    .poll(async () => (await (await showTimeTravel(new Request(address))).json()).isMoving, { timeout: 15_000 })
    .toBe(false);
  expect(clock.offsetMs()).toBeGreaterThan(364 * 86_400_000);
});

test("a sandbox that fails ends the journey, and the bar says so", async () => {
  Object.assign(env(), { STRIPE_API_BASE: "http://127.0.0.1:1" });
  expect((await send({ by: "day" })).status).toBe(303);
  expect(findJourney()).toMatchObject({ endedAt: expect.any(Date), happened: null });
});

test.each(["production", "test"])("in %s there is no way to move time", async (mode) => {
  Object.assign(env(), { GATEHOUSE_MODE: mode });
  expect((await send({ by: "day" })).status).toBe(404);
  expect((await showTimeTravel(new Request(address))).status).toBe(404);
  expect(clock.offsetMs()).toBe(0);
});

test("a form on somebody else's page moves nothing", async () => {
  expect((await send({ by: "day" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect(clock.offsetMs()).toBe(0);
});

test("the way back is a page of ours, wherever the form says it came from", async () => {
  Object.assign(env(), { STRIPE_API_BASE: "http://127.0.0.1:1" });
  const answer = await send({ by: "day" }, { referer: "https://evil.example/pricing" });
  expect(answer.headers.get("location")).toBe("/");
});
