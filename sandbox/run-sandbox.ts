import type { AddressInfo } from "node:net";
import { Control } from "./control/control";
import { ClockMover } from "./control/move-clock";
import { Sandbox } from "./core/sandbox";
import { Deliverer } from "./delivery/deliverer";
import { forgetOldAnswers } from "./http/idempotency";
import { createWebhookEndpoint } from "./resources/webhook-endpoints";
import { createSandboxServer } from "./server";

const tickMs = 250;

export type SandboxOptions = {
  port: number;
  host: string;
  stateFile: string | null;
  webhook: { url: string; secret: string } | null;
  app: { url: string; secret: string } | null;
  startsAt: Date | null;
  /** Days before a renewal at which `invoice.upcoming` tells of it, 0 for never; null leaves it as it was. */
  upcomingDays: number | null;
};

/** Starts everything in this process. Throws when an option makes no sense or the port is taken. */
export async function runSandbox(options: SandboxOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!["127.0.0.1", "localhost", "::1"].includes(options.host)) {
    throw new Error(`--host must be a loopback address, not ${options.host}: nothing here is meant for a network`);
  }
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535)
    throw new Error("--port is no port");
  if (options.startsAt && Number.isNaN(options.startsAt.getTime())) throw new Error("--start is no ISO date");
  const { upcomingDays } = options;
  if (upcomingDays !== null && !(Number.isInteger(upcomingDays) && upcomingDays >= 0 && upcomingDays <= 60)) {
    throw new Error("--upcoming-days takes 0 to 60");
  }
  const sandbox = new Sandbox(options);
  if (upcomingDays !== null) {
    sandbox.store.transaction(() => sandbox.store.put("settings", { id: "settings", upcomingDays }));
  }
  forgetOldAnswers(sandbox.store);
  const deliverer = new Deliverer(sandbox.store);
  const app = options.app && { url: options.app.url, controlSecret: options.app.secret };
  const mover = new ClockMover(sandbox, deliverer, app);
  const server = createSandboxServer(sandbox, new Control(sandbox, deliverer, mover));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  sandbox.origin = `http://${options.host === "::1" ? "[::1]" : options.host}:${port}`;
  if (options.webhook) registerWebhook(sandbox, options.webhook);
  deliverer.start();
  const ticker = setInterval(() => {
    if (!sandbox.clock.isMoving()) sandbox.settleDue();
  }, tickMs);
  return {
    url: sandbox.origin,
    stop: async () => {
      clearInterval(ticker);
      deliverer.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      sandbox.store.close();
    },
  };
}

/** The endpoint given on the command line: the same one after a restart, with the secret given now. */
function registerWebhook(sandbox: Sandbox, { url, secret }: { url: string; secret: string }): void {
  sandbox.change({ id: null, idempotencyKey: null }, (tx) => {
    const [known] = tx.filter("webhook_endpoint", (endpoint) => endpoint.url === url);
    if (known) tx.put("endpoint_secret", { id: known.id, secret });
    else createWebhookEndpoint(tx, { url, secret, enabledEvents: ["*"], description: null, metadata: {} });
  });
}
