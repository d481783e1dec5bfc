import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findFreePort } from "../process/free-port";
import { untilSandboxReady } from "../process/until-sandbox-ready";
import { projectRoot } from "../project-root";
import { measure } from "./load";
import type { BenchResult } from "./result";

const headers = { authorization: "Bearer sk_test_bench", "content-type": "application/x-www-form-urlencoded" };
const atOnce = 20;
const halfDay = 43_200;
const yearOf = 1_000;
const memoryAt = 10_000;

/**
 * The sandbox as its callers meet it, with its state in a file: requests per second against a constant node:http server of
 * the same run, how long a year takes for 1,000 subscriptions that renew on different days, and memory at 10,000.
 */
export async function benchSandbox(): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(tmpdir(), "gatehouse-bench-"));
  const constantPort = await findFreePort();
  const constant = start(["scripts/bench/constant-server.mjs", String(constantPort)]);
  const sandbox = start([
    "--import",
    "tsx",
    "sandbox/main.ts",
    "--port",
    "0",
    "--state",
    path.join(folder, "state.jsonl"),
  ]);
  try {
    const url = await untilSandboxReady(sandbox);
    const shop = await openShop(url);
    const requestsPerSecond = await measure({
      "retrieve a customer": { url: `${url}/v1/customers/${shop.customer}`, headers },
      "list prices": { url: `${url}/v1/prices?limit=10`, headers },
      "create a customer": { url: `${url}/v1/customers`, method: "POST", headers, body: "email=ada%40example.com" },
      "constant node:http": { url: `http://127.0.0.1:${constantPort}/` },
    });
    const rate = (name: string) => requestsPerSecond[name] ?? 0;
    await subscribe(url, shop.price, yearOf);
    const startedAt = performance.now();
    await advance(url, "P1Y");
    const yearSeconds = (performance.now() - startedAt) / 1_000;
    const renewals = await invoiceCount(url);
    await subscribe(url, shop.price, memoryAt - yearOf);
    const memoryMb = await residentMb(sandbox);
    return {
      name: "sandbox",
      ratios: {
        nodeHttpRetrieve: rate("retrieve a customer") / rate("constant node:http"),
        nodeHttpCreate: rate("create a customer") / rate("constant node:http"),
      },
      requestsPerSecond,
      yearOf1000Seconds: round(yearSeconds),
      invoicesAfterYear: renewals,
      memoryMbAt10000: round(memoryMb),
    };
  } finally {
    await Promise.all([sandbox, constant].map(end));
    await rm(folder, { recursive: true, force: true });
  }
}

async function post(url: string, params: Record<string, string>): Promise<{ id: string }> {
  const response = await fetch(url, { method: "POST", headers, body: new URLSearchParams(params) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function openShop(url: string): Promise<{ price: string; customer: string }> {
  const product = await post(`${url}/v1/products`, { name: "Pro" });
  const recurring = { product: product.id, currency: "eur", unit_amount: "900", "recurring[interval]": "month" };
  const [price, customer] = await Promise.all([
    post(`${url}/v1/prices`, recurring),
    post(`${url}/v1/customers`, { email: "ada@example.com" }),
  ]);
  return { price: price.id, customer: customer.id };
}

/** Twenty subscriptions at a time, each twenty half a day after the ones before while they are few. */
async function subscribe(url: string, price: string, count: number): Promise<void> {
  const card = { payment_method: "pm_card_visa", "invoice_settings[default_payment_method]": "pm_card_visa" };
  for (let made = 0; made < count; made += atOnce) {
    const newOne = async () => {
      const customer = await post(`${url}/v1/customers`, card);
      await post(`${url}/v1/subscriptions`, { customer: customer.id, "items[0][price]": price });
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count - made) }, newOne));
    if (count <= yearOf) await advance(url, halfDay);
  }
}

async function advance(url: string, by: number | string): Promise<void> {
  const response = await fetch(`${url}/_sandbox/clock`, { method: "POST", body: JSON.stringify({ by }) });
  if (!response.ok) throw new Error(`The clock answered ${response.status}: ${await response.text()}`);
}

async function invoiceCount(url: string): Promise<number> {
  const state: { counts: { invoice: number } } = await (await fetch(`${url}/_sandbox/state`)).json();
  return state.counts.invoice;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What the process holds, all of it; not a number where the system does not tell. */
async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024;
}

function start(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: projectRoot, stdio: ["ignore", "pipe", "inherit"] });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
