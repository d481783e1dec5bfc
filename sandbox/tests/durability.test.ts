import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSandbox } from "../testing/start-sandbox";
import { sdk, subscribe } from "./shop";
import { startReceiver } from "./webhook-receiver";

const timeout = 30_000;
let folder = "";
let stateFile = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox "));
  stateFile = join(folder, "state.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("every acknowledged change survives kill -9, also behind a line torn by it", { timeout }, async () => {
  const first = await startSandbox({ stateFile });
  const acknowledged: string[] = [];
  const writing = (async () => {
    const stripe = sdk(first);
    for (;;) acknowledged.push((await stripe.customers.create({ name: `${acknowledged.length}` })).id);
  })().catch(() => undefined);
  while (acknowledged.length < 100) await new Promise((resolve) => setImmediate(resolve));
  await first.kill();
  await writing;
  writeFileSync(stateFile, '[["customer","cus_torn",{"id":"cus_to', { flag: "a" });

  const second = await startSandbox({ stateFile });
  const stripe = sdk(second);
  const kept = new Set((await stripe.customers.list().autoPagingToArray({ limit: 10_000 })).map(({ id }) => id));
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(kept.has("cus_torn")).toBe(false);
  const { id } = await stripe.customers.create({ name: "after" });
  await second.kill();

  const third = await startSandbox({ stateFile });
  expect(await sdk(third).customers.retrieve(id)).toMatchObject({ name: "after" });
  await third.stop();
});

test("clock, subscriptions, idempotency and the schedule go on after a restart", { timeout }, async () => {
  const first = await startSandbox({ stateFile, start: new Date("2027-01-31T00:00:00Z") });
  const { subscription } = await subscribe(first, sdk(first));
  const created = await sdk(first).customers.create({}, { idempotencyKey: "once" });
  await first.advanceBy(86_400);
  const before = await first.now();
  await first.kill();

  const second = await startSandbox({ stateFile, start: new Date("2020-01-01T00:00:00Z") });
  const after = await second.now();
  expect(after.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(after.getTime() - before.getTime()).toBeLessThan(20_000);
  const stripe = sdk(second);
  expect((await stripe.customers.create({}, { idempotencyKey: "once" })).id).toBe(created.id);
  await second.advanceTo(new Date("2027-03-15T00:00:00Z"));
  expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(2);
  await second.stop();
});

test("a webhook that was not accepted before the kill is delivered after it", { timeout }, async () => {
  let accepts = false;
  const receiver = await startReceiver(() => (accepts ? 200 : 503));
  const first = await startSandbox({ stateFile, webhook: { url: receiver.url, secret: "whsec_x" } });
  const { id } = await sdk(first).customers.create({});
  while (receiver.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await first.kill();
  accepts = true;
  const second = await startSandbox({ stateFile, webhook: { url: receiver.url, secret: "whsec_x" } });
  await second.deliveriesSettled();
  expect(JSON.parse(receiver.received.at(-1)?.body ?? "{}").data.object.id).toBe(id);
  expect((await sdk(second).webhookEndpoints.list()).data).toHaveLength(1);
  await second.stop();
  await receiver.stop();
});

test("what was told to anyone during a move of the clock is known after a kill in the middle of it", {
  timeout,
}, async () => {
  const receiver = await startReceiver();
  const start = new Date("2026-01-01T00:00:00Z");
  const first = await startSandbox({ stateFile, start, webhook: { url: receiver.url, secret: "whsec_x" } });
  await subscribe(first, sdk(first));
  const before = receiver.received.length;
  const move = first.advanceBy(20 * 365 * 86_400).catch(() => null);
  while (receiver.received.length < before + 60) await new Promise((resolve) => setImmediate(resolve));
  await first.kill();
  expect(await move).toBeNull();
  await receiver.stop();
  const told = receiver.received.map(({ body }): { id: string; type: string; data: { object: Named } } =>
    JSON.parse(body),
  );

  const second = await startSandbox({ stateFile });
  const stripe = sdk(second);
  const invoices = new Set((await stripe.invoices.list().autoPagingToArray({ limit: 1_000 })).map(({ id }) => id));
  const toldOf = told.flatMap(({ data: { object } }) => (object.object === "invoice" ? [object.id] : []));
  expect(toldOf.length).toBeGreaterThan(10);
  expect(toldOf.filter((id) => !invoices.has(id))).toEqual([]);
  await second.stop();
});

type Named = { id: string; object: string };

test("card numbers never reach the state file", { timeout }, async () => {
  const sandbox = await startSandbox({ stateFile });
  await subscribe(sandbox, sdk(sandbox));
  await sandbox.stop();
  expect(readFileSync(stateFile, "utf8")).not.toContain("4242424242424242");
});
