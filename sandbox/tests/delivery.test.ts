import { expect, test } from "vitest";
import { inSandbox } from "./in-sandbox";
import { sdk } from "./shop";
import { type Received, startReceiver } from "./webhook-receiver";

const timeout = 30_000;
const secret = "whsec_test";

type Receiver = Awaited<ReturnType<typeof startReceiver>>;
type Context = Parameters<Parameters<typeof inSandbox>[1]>[0];

async function withReceiver(
  answer: ((call: Received, index: number) => number) | undefined,
  story: (context: Context & { receiver: Receiver }) => Promise<void>,
): Promise<void> {
  const receiver = await startReceiver(answer);
  try {
    await inSandbox({ webhook: { url: receiver.url, secret } }, (context) => story({ ...context, receiver }));
  } finally {
    await receiver.stop();
  }
}

const createCustomers = async ({ stripe }: Context, count: number) => {
  for (let index = 0; index < count; index += 1) await stripe.customers.create({ name: `${index}` });
};

const names = (receiver: Receiver) => receiver.received.map(({ body }) => Number(JSON.parse(body).data.object.name));

test("webhooks are signed as the SDK verifies them, and arrive in order", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    await createCustomers({ sandbox, stripe }, 10);
    await sandbox.deliveriesSettled();
    expect(names(receiver)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { body, headers } of receiver.received) {
      const event = stripe.webhooks.constructEvent(body, String(headers["stripe-signature"]), secret);
      expect(event.type).toBe("customer.created");
    }
  }),
);

test("a signature carries the machine's time even when business time is a year ahead", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    await sandbox.advanceBy(365 * 86_400);
    await createCustomers({ sandbox, stripe }, 1);
    await sandbox.deliveriesSettled();
    const [call] = receiver.received;
    const event = stripe.webhooks.constructEvent(call?.body ?? "", String(call?.headers["stripe-signature"]), secret);
    expect(event.created).toBeGreaterThan(Date.now() / 1_000 + 364 * 86_400);
    const signedAt = Number(/^t=(\d+),/.exec(String(call?.headers["stripe-signature"]))?.[1]);
    expect(Math.abs(signedAt - Date.now() / 1_000)).toBeLessThan(60);
  }),
);

test("a refused delivery is retried without holding up the next one", { timeout }, () =>
  withReceiver(
    (_call, index) => (index === 0 ? 500 : 200),
    async ({ sandbox, stripe, receiver }) => {
      await createCustomers({ sandbox, stripe }, 2);
      await sandbox.deliveriesSettled();
      expect(names(receiver)).toEqual([0, 1, 0]);
      const { data } = await (await fetch(`${sandbox.url}/_sandbox/deliveries`)).json();
      expect(data[1].attempts.map(({ status }: { status: number }) => status)).toEqual([500, 200]);
    },
  ),
);

test("endpoints get only the events they listen for, and nothing once deleted", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    const [all] = (await stripe.webhookEndpoints.list()).data;
    await stripe.webhookEndpoints.del(all?.id ?? "");
    const products = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["product.created"] });
    expect(products.secret).toMatch(/^whsec_/);
    expect(await stripe.webhookEndpoints.retrieve(products.id)).not.toHaveProperty("secret");
    await createCustomers({ sandbox, stripe }, 1);
    await stripe.products.create({ name: "Pro" });
    await sandbox.deliveriesSettled();
    expect(receiver.received.map(({ type }) => type)).toEqual(["product.created"]);
    await stripe.webhookEndpoints.update(products.id, { disabled: true });
    await stripe.products.create({ name: "Team" });
    await sandbox.deliveriesSettled();
    expect(receiver.received).toHaveLength(1);
  }),
);

test("a delivery can be replayed and an event resent", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    await createCustomers({ sandbox, stripe }, 1);
    await sandbox.deliveriesSettled();
    const { data } = await (await fetch(`${sandbox.url}/_sandbox/deliveries`)).json();
    await fetch(`${sandbox.url}/_sandbox/deliveries/${data[0].id}/replay`, { method: "POST" });
    await fetch(`${sandbox.url}/_sandbox/events/${data[0].event}/resend`, { method: "POST" });
    await sandbox.deliveriesSettled();
    expect(receiver.received.map(({ id }) => id)).toEqual(Array(3).fill(data[0].event));
  }),
);

test("fault modes: every event twice, in wrong order, or not at all", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    await sandbox.setFaults({ duplicate: true });
    await createCustomers({ sandbox, stripe }, 2);
    await sandbox.deliveriesSettled();
    expect(names(receiver)).toEqual([0, 0, 1, 1]);
    await sandbox.setFaults({ drop: true });
    await createCustomers({ sandbox, stripe }, 2);
    await sandbox.deliveriesSettled();
    expect(receiver.received).toHaveLength(4);
    await sandbox.setFaults({ reorder: true });
    const before = receiver.received.length;
    await stripe.products.create({ name: "first" });
    await stripe.products.create({ name: "second" });
    await sandbox.deliveriesSettled();
    expect(names(receiver).length).toBe(before + 2);
    const later = receiver.received.slice(before).map(({ body }) => JSON.parse(body).data.object.name);
    expect(later).toEqual(["second", "first"]);
  }),
);

test("a wrong signature and a stale timestamp fail verification once, and the retry is right", { timeout }, () =>
  withReceiver(
    ({ body, headers }) => {
      try {
        sdk({ url: "http://127.0.0.1:1" }).webhooks.constructEvent(body, String(headers["stripe-signature"]), secret);
        return 200;
      } catch {
        return 400;
      }
    },
    async ({ sandbox, stripe }) => {
      for (const fault of ["wrong_signature", "stale_timestamp"] as const) {
        await sandbox.setFaults({ [fault]: true });
        await createCustomers({ sandbox, stripe }, 1);
        await sandbox.deliveriesSettled();
        const { data } = await (await fetch(`${sandbox.url}/_sandbox/deliveries`)).json();
        const attempts: { status: number; faults: string[] }[] = data[0].attempts;
        expect(attempts.map(({ status, faults }) => [status, faults])).toEqual([
          [400, [fault]],
          [200, []],
        ]);
      }
    },
  ),
);

type Logged = { status: string; attempts: { status: number | null; faults: string[] }[] };

const deliveryLog = async (url: string): Promise<Logged[]> =>
  (await (await fetch(`${url}/_sandbox/deliveries`)).json()).data.reverse();

test("a body cut on the way, an endpoint too slow or dead: each fails, and is retried", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    await sandbox.setFaults({ truncate: true });
    await createCustomers({ sandbox, stripe }, 1);
    await sandbox.deliveriesSettled();
    const [cut, whole] = receiver.received;
    expect(cut?.type).toBe("");
    expect(() =>
      stripe.webhooks.constructEvent(cut?.body ?? "", String(cut?.headers["stripe-signature"]), secret),
    ).toThrow();
    expect(whole?.type).toBe("customer.created");
    await sandbox.setFaults({ slow_endpoint: true });
    await createCustomers({ sandbox, stripe }, 1);
    await until(async () => (await deliveryLog(sandbox.url)).at(-1)?.attempts.length === 2);
    expect(receiver.received.length).toBeGreaterThanOrEqual(4);
    await sandbox.setFaults({ dead_endpoint: true });
    await createCustomers({ sandbox, stripe }, 1);
    await until(async () => (await deliveryLog(sandbox.url)).at(-1)?.attempts.length === 1);
    await sandbox.setFaults({});
    await sandbox.deliveriesSettled();
    const log = (await deliveryLog(sandbox.url)).map(({ attempts }) => attempts.map(({ status }) => status));
    expect(log[0]).toEqual([400, 200]);
    expect(log[1]?.slice(0, 2)).toEqual([null, null]);
    expect([log[2]?.[0], log[2]?.at(-1)]).toEqual([null, 200]);
  }),
);

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

test("all faults at once: the same seed and the same story give the same log of deliveries", { timeout: 60_000 }, () =>
  withReceiver(undefined, async ({ sandbox, stripe }) => {
    const run = async () => {
      const before = (await deliveryLog(sandbox.url)).length;
      const half = {
        duplicate: 0.3,
        reorder: 0.3,
        drop: 0.2,
        truncate: 0.2,
        wrong_signature: 0.2,
        stale_timestamp: 0.2,
      };
      await sandbox.setFaults({ seed: 11, ...half, slow_endpoint: 0.2, dead_endpoint: 0.2 });
      await createCustomers({ sandbox, stripe }, 15);
      await sandbox.deliveriesSettled(20_000);
      return (await deliveryLog(sandbox.url))
        .slice(before)
        .map(({ status, attempts }) => [status, attempts.map((attempt) => [attempt.status, attempt.faults])]);
    };
    const [first, second] = [await run(), await run()];
    expect(second).toEqual(first);
    expect(new Set(JSON.stringify(first).match(/[a-z]+_(?=[a-z]+")/g)).size).toBeGreaterThan(2);
  }),
);

test("a rolled secret signs along with the new one until it expires", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    const [endpoint] = (await stripe.webhookEndpoints.list()).data;
    const roll = async (expires_in: number): Promise<{ secret: string }> => {
      const url = `${sandbox.url}/_sandbox/endpoints/${endpoint?.id}/roll`;
      return (await fetch(url, { method: "POST", body: JSON.stringify({ expires_in }) })).json();
    };
    const verifies = async (by: string) => {
      await createCustomers({ sandbox, stripe }, 1);
      await sandbox.deliveriesSettled();
      const { body = "", headers = {} } = receiver.received.at(-1) ?? {};
      try {
        return Boolean(stripe.webhooks.constructEvent(body, String(headers["stripe-signature"]), by));
      } catch {
        return false;
      }
    };
    const second = (await roll(3_600)).secret;
    expect([await verifies(secret), await verifies(second)]).toEqual([true, true]);
    const third = (await roll(0)).secret;
    expect([await verifies(secret), await verifies(second), await verifies(third)]).toEqual([false, false, true]);
  }),
);

test("the same seed drops the same deliveries", { timeout }, () =>
  withReceiver(undefined, async ({ sandbox, stripe, receiver }) => {
    const run = async () => {
      const before = receiver.received.length;
      await sandbox.setFaults({ seed: 42, drop: 0.5 });
      await createCustomers({ sandbox, stripe }, 20);
      await sandbox.deliveriesSettled();
      return names(receiver).slice(before);
    };
    const [first, second] = [await run(), await run()];
    expect(second).toEqual(first);
    expect(first.length).toBeGreaterThan(3);
    expect(first.length).toBeLessThan(17);
  }),
);
