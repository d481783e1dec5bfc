import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { bundleSandbox } from "./bundle";

export type SandboxStart = {
  /** File that holds the state; without it the state ends with the process. */
  stateFile?: string;
  webhook?: { url: string; secret: string };
  app?: { url: string; controlSecret: string };
  /** Business time of a fresh state. */
  start?: Date;
  /** Days before a renewal at which `invoice.upcoming` tells of it. */
  upcomingDays?: number;
  port?: number;
};

export type FaultSettings = {
  seed?: number;
  duplicate?: number | boolean;
  reorder?: number | boolean;
  drop?: number | boolean;
  truncate?: number | boolean;
  slow_endpoint?: number | boolean;
  dead_endpoint?: number | boolean;
  wrong_signature?: number | boolean;
  stale_timestamp?: number | boolean;
  delay_ms?: number;
  api_latency_ms?: number;
};

/** Where the browser would be sent, or the page that says why not. */
export type CheckoutAnswer = { redirectedTo: string } | { redirectedTo: null; status: number; page: string };

export type Payment = { card?: string; iban?: string; ideal?: true; email?: string };

export type RunningSandbox = {
  url: string;
  pid: number;
  /** Moves business time, waiting for every due instant, delivery and the application on the way. */
  advanceTo: (date: Date) => Promise<{ now: string; undelivered: number }>;
  advanceBy: (seconds: number) => Promise<{ now: string; undelivered: number }>;
  now: () => Promise<Date>;
  setFaults: (faults: FaultSettings) => Promise<void>;
  /** Does what a customer does on the hosted page. Pays with 4242 4242 4242 4242 unless something else is given. */
  payCheckout: (sessionUrl: string, options?: Payment) => Promise<CheckoutAnswer>;
  /** Answers the bank's page, to which a card that asks for authentication, and iDEAL, lead. */
  authenticate: (bankUrl: string, answer: "agree" | "refuse") => Promise<CheckoutAnswer>;
  /** Resolves once no delivery is pending any more. Throws after `timeoutMs` (10 s). */
  deliveriesSettled: (timeoutMs?: number) => Promise<void>;
  stop: () => Promise<void>;
  /** Ends the process at once, as a crash would. */
  kill: () => Promise<void>;
};

/** Starts a sandbox in a process of its own, on a free port, for use in tests. Stop it when done. */
export async function startSandbox(options: SandboxStart = {}): Promise<RunningSandbox> {
  const child = spawn(process.execPath, ["--enable-source-maps", await bundleSandbox(), ...argumentsFor(options)], {
    // Its input ends with this process, however that ends: a failed test leaves no sandbox running.
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { url, pid } = await ready(child);
  const control = (path: string, body?: object) => callControl(`${url}/_sandbox/${path}`, body);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  };
  return {
    url,
    pid,
    advanceTo: async (date) => readMove(await control("clock", { to: date.toISOString() })),
    advanceBy: async (seconds) => readMove(await control("clock", { by: seconds })),
    now: async () => new Date(String((await control("clock")).now)),
    setFaults: async (faults) => {
      await control("faults", faults);
    },
    payCheckout,
    authenticate: (bankUrl, answer) => submit(bankUrl, { answer }),
    deliveriesSettled: async (timeoutMs = 10_000) => {
      const deadline = Date.now() + timeoutMs;
      while (Date.now() < deadline) {
        const { pending } = (await control("deliveries/settled", { timeoutMs: deadline - Date.now() })) as Json;
        if (pending === 0) return;
      }
      throw new Error(`Deliveries are still pending after ${timeoutMs} ms`);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

type Json = { [key: string]: unknown };

function argumentsFor({ stateFile, webhook, app, start, upcomingDays, port }: SandboxStart): string[] {
  return [
    ["--port", String(port ?? 0), "--until-input-ends"],
    stateFile ? ["--state", stateFile] : [],
    webhook ? ["--webhook", webhook.url, "--secret", webhook.secret] : [],
    app ? ["--app", app.url, "--control-secret", app.controlSecret] : [],
    start ? ["--start", start.toISOString()] : [],
    upcomingDays ? ["--upcoming-days", String(upcomingDays)] : [],
  ].flat();
}

async function ready(child: ChildProcess): Promise<{ url: string; pid: number }> {
  const { stdout, stderr, pid } = child;
  if (!stdout || !stderr || pid === undefined) throw new Error("The sandbox could not be started");
  let complaints = "";
  stderr.on("data", (chunk: Buffer) => {
    complaints += chunk;
    process.stderr.write(chunk);
  });
  for await (const line of createInterface({ input: stdout })) {
    const url = /^sandbox ready (\S+)$/.exec(line)?.[1];
    if (url) return { url, pid };
  }
  throw new Error(`The sandbox ended before it was ready: ${complaints}`);
}

async function callControl(url: string, body?: object): Promise<Json> {
  const response = await fetch(url, body && { method: "POST", body: JSON.stringify(body) });
  const answer = (await response.json()) as Json;
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

function readMove(answer: Json): { now: string; undelivered: number } {
  return { now: String(answer.now), undelivered: Number(answer.undelivered) };
}

function payCheckout(sessionUrl: string, payment: Payment = {}): Promise<CheckoutAnswer> {
  const { card = "4242424242424242", iban, ideal, email = "buyer@example.com" } = payment;
  const payer = { name: "Test Buyer", email };
  if (ideal) return submit(sessionUrl, { ...payer, type: "ideal" });
  if (iban) return submit(sessionUrl, { ...payer, type: "sepa_debit", iban });
  return submit(sessionUrl, { ...payer, type: "card", number: card, expiry: "12/40", cvc: "123" });
}

async function submit(url: string, fields: { [name: string]: string }): Promise<CheckoutAnswer> {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  const location = response.headers.get("location");
  if (response.status === 303 && location) return { redirectedTo: new URL(location, url).href };
  return { redirectedTo: null, status: response.status, page: await response.text() };
}
