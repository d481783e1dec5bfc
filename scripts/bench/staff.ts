import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { demoSecrets } from "@/lib/platform/demo-secrets";
import { ensureBuild } from "../build";
import { migrateDatabase } from "../database/migrate-database";
import { scratchClusterDir } from "../database/shadow-database";
import { type DatabaseUrls, dropDatabase, ensureDatabase } from "../postgres/ensure-database";
import { startPostgres } from "../postgres/start-postgres";
import { findFreePort } from "../process/free-port";
import { projectRoot } from "../project-root";
import type { BenchResult, PageTimes } from "./result";
import { fillAccounts, tidyDatabase } from "./staff-filler";

const sizes = [250, 10_000, 100_000] as const;
const warmUps = 12;
const rounds = 60;

/**
 * What staff wait for: the server's time for the overview, the list of customers (first page, a search, a filter), the
 * rows behind a figure, and one customer, from the production build, one request after the other, with 250, 10,000 and
 * 100,000 accounts in the same database. It is dropped afterwards.
 */
export async function benchStaff(): Promise<BenchResult> {
  ensureBuild();
  const postgres = await startPostgres({ dataDir: scratchClusterDir, durable: false });
  const name = `bench_staff_${randomUUID().slice(0, 8)}`;
  try {
    const urls = await ensureDatabase(postgres.superuserUrl, { name });
    await migrateDatabase(urls, { mode: "test" });
    const superuserUrl = new URL(postgres.superuserUrl);
    superuserUrl.pathname = `/${name}`;
    return await measureSizes(urls, superuserUrl.href);
  } finally {
    await dropDatabase(postgres.superuserUrl, name);
    await postgres.stop();
  }
}

async function measureSizes(urls: DatabaseUrls, superuserUrl: string): Promise<BenchResult> {
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    ...demoSecrets,
    GATEHOUSE_MODE: "test",
    GATEHOUSE_URL: origin,
    DATABASE_URL: urls.databaseUrl,
    MIGRATE_DATABASE_URL: urls.migrateDatabaseUrl,
    STRIPE_API_BASE: "http://127.0.0.1:1",
    SMTP_URL: "smtp://127.0.0.1:1",
    MAIL_FROM: "Gatehouse <hello@example.com>",
    WORKER: "off",
    LOG_LEVEL: "warn",
    PORT: String(port),
  };
  Object.assign(process.env, environment);
  const { countRevenue, signInStaff, someCustomer } = await import("./staff-session");
  const times = new Map<string, number[]>();
  const countSeconds: Record<string, number> = {};
  let already = 0;
  let server: ChildProcess | null = null;
  try {
    for (const size of sizes) {
      await fillAccounts(superuserUrl, already, size);
      already = size;
      await tidyDatabase(superuserUrl);
      countSeconds[`countedIn${size}Seconds`] = Math.round((await countRevenue()) / 100) / 10;
      await tidyDatabase(superuserUrl);
      server ??= await startServer(environment, origin);
      const cookie = await signInStaff();
      for (const [page, path] of Object.entries(pagesOf(await someCustomer()))) {
        times.set(page, [...(times.get(page) ?? []), await p95(`${origin}${path}`, cookie)]);
      }
    }
  } finally {
    await end(server);
    const { closeDatabase } = await import("@/lib/platform/db");
    await closeDatabase();
  }
  const pages: PageTimes[] = [...times].map(([path, byGrowingSize]) => {
    const [small = Number.NaN, middle = Number.NaN, large = Number.NaN] = byGrowingSize;
    return {
      path,
      p95Ms: round(large),
      growth: round(large / middle),
      p95MsAt250: round(small),
      p95MsAt10000: round(middle),
    };
  });
  return { name: "staff", ratios: {}, pages, ...countSeconds };
}

/** What is measured, by the path without what differs between runs. */
function pagesOf(customer: string): Record<string, string> {
  const month = new Date().toISOString().slice(0, 7);
  return {
    "/staff": "/staff",
    "/staff/customers": "/staff/customers",
    "/staff/customers?search=person-12": "/staff/customers?search=person-12",
    "/staff/customers?subscription=past_due": "/staff/customers?subscription=past_due",
    "/staff/revenue?kind=mrr": `/staff/revenue?kind=mrr&month=${month}&currency=eur`,
    "/staff/revenue?kind=churn": `/staff/revenue?kind=churn&month=${month}&currency=eur`,
    "/staff/customers/[id]": `/staff/customers/${customer}`,
  };
}

/** The 95th percentile of the milliseconds until a page is here, whole. */
async function p95(url: string, cookie: string): Promise<number> {
  const samples: number[] = [];
  for (let index = 0; index < warmUps + rounds; index += 1) {
    const begun = performance.now();
    const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
    const body = await answer.text();
    // A part that failed on the server leaves its digest in a page that is otherwise answered with 200.
    if (answer.status !== 200 || !body.includes("</html>") || body.includes("data-dgst"))
      throw new Error(`${url} answered ${answer.status}.`);
    if (index >= warmUps) samples.push(performance.now() - begun);
  }
  samples.sort((one, other) => one - other);
  return samples[Math.ceil(samples.length * 0.95) - 1] ?? Number.NaN;
}

async function startServer(environment: Record<string, string>, origin: string): Promise<ChildProcess> {
  const env = { PATH: process.env.PATH ?? "", NODE_ENV: "production" as const, ...environment };
  const child = spawn(process.execPath, ["dist/server.js"], {
    cwd: projectRoot,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const isUp = await fetch(`${origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await end(child);
  throw new Error(`${origin} did not answer within a minute.`);
}

function end(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
