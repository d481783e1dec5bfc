import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startSandbox } from "../testing/start-sandbox";
import { inSandbox } from "./in-sandbox";
import { sdk, subscribe } from "./shop";
import { startReceiver } from "./webhook-receiver";

const timeout = 30_000;
const day = 86_400;
const start = new Date("2026-01-01T00:00:00Z");

type Told = { now: string; authorization: string | undefined };

/** An application that follows the clock. `nextDueAt` says what it answers; it notes all it is told in `told`. */
async function startApp(log: string[], nextDueAt: (now: Date) => Date | null, status = () => 200) {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { now }: { now: string } = JSON.parse(body);
    told.push({ now, authorization: request.headers.authorization });
    log.push(`app ${now.slice(0, 10)}`);
    const due = nextDueAt(new Date(now));
    response.writeHead(status()).end(JSON.stringify({ now, nextDueAt: due?.toISOString() ?? null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, told, stop };
}

test("a move stops at each due instant: webhooks first, then the application, then on", { timeout }, async () => {
  const log: string[] = [];
  const receiver = await startReceiver(({ type, body }) => {
    const at = new Date(JSON.parse(body).created * 1_000).toISOString().slice(0, 10);
    if (type === "invoice.paid") log.push(`invoice.paid ${at}`);
    return 200;
  });
  const ownDue = new Date("2026-02-10T00:00:00Z");
  const app = await startApp(log, (now) => (now < ownDue ? ownDue : null));
  const sandbox = await startSandbox({
    start,
    webhook: { url: receiver.url, secret: "whsec_x" },
    app: { url: app.url, controlSecret: "follow-me" },
  });
  await subscribe(sandbox, sdk(sandbox));
  await sandbox.advanceTo(new Date("2026-03-15T00:00:00Z"));
  expect(log).toEqual([
    "invoice.paid 2026-01-01",
    "app 2026-01-01",
    "invoice.paid 2026-02-01",
    "app 2026-02-01",
    "app 2026-02-10",
    "invoice.paid 2026-03-01",
    "app 2026-03-01",
    "app 2026-03-15",
  ]);
  expect(app.told.every(({ authorization }) => authorization === "Bearer follow-me")).toBe(true);
  await Promise.all([sandbox.stop(), app.stop(), receiver.stop()]);
});

test("an application that fails stops the move where it is, and the next move goes on from there", {
  timeout,
}, async () => {
  let calls = 0;
  const app = await startApp(
    [],
    () => null,
    () => (++calls === 2 ? 503 : 200),
  );
  const sandbox = await startSandbox({ start, app: { url: app.url, controlSecret: "s" } });
  await subscribe(sandbox, sdk(sandbox));
  await expect(sandbox.advanceTo(new Date("2026-03-15T00:00:00Z"))).rejects.toThrow("502");
  expect((await sandbox.now()).toISOString().slice(0, 10)).toBe("2026-02-01");
  await sandbox.advanceTo(new Date("2026-03-15T00:00:00Z"));
  expect((await sandbox.now()).toISOString().slice(0, 10)).toBe("2026-03-15");
  await Promise.all([sandbox.stop(), app.stop()]);
});

test("the clock never goes back, stands still when frozen, and runs on when thawed", { timeout }, () =>
  inSandbox({ start }, async ({ sandbox }) => {
    await expect(sandbox.advanceTo(new Date("2025-12-31T00:00:00Z"))).rejects.toThrow("never goes back");
    const post = (body: object) =>
      fetch(`${sandbox.url}/_sandbox/clock`, { method: "POST", body: JSON.stringify(body) }).then((r) => r.json());
    const { now } = await post({ freeze: true });
    expect((await sandbox.now()).toISOString()).toBe(now);
    const moved = await post({ by: "P1D" });
    expect(Date.parse(moved.now) - Date.parse(now)).toBe(day * 1_000);
    expect((await sandbox.now()).toISOString()).toBe(moved.now);
    expect((await post({ freeze: false })).frozen).toBe(false);
  }),
);

test("two moves at once are carried out one after the other", { timeout }, () =>
  inSandbox({ start }, async ({ sandbox, stripe }) => {
    const { subscription } = await subscribe(sandbox, stripe);
    await Promise.all([sandbox.advanceBy(40 * day), sandbox.advanceBy(40 * day)]);
    expect((await sandbox.now()).getTime() - start.getTime()).toBeGreaterThanOrEqual(80 * day * 1_000);
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(3);
  }),
);

test("a dead endpoint costs a move its bound once, and stops nothing", { timeout: 60_000 }, () =>
  inSandbox({ start, webhook: { url: "http://127.0.0.1:9/dead", secret: "whsec_x" } }, async ({ sandbox, stripe }) => {
    await stripe.customers.create({});
    const { undelivered } = await sandbox.advanceBy(400 * day);
    expect(undelivered).toBe(1);
    expect((await sandbox.now()).getTime() - start.getTime()).toBeGreaterThanOrEqual(400 * day * 1_000);
  }),
);
