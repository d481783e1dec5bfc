import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { demoSecrets } from "@/lib/platform/demo-secrets";
import { ensureBuild } from "../build";
import { migrateDatabase } from "../database/migrate-database";
import { withShadowDatabase } from "../database/shadow-database";
import { findFreePort } from "../process/free-port";
import { projectRoot } from "../project-root";
import { measure } from "./load";
import type { BenchResult } from "./result";

/**
 * The entitlement check as the extension asks it (token verified, decision made from the database), on the fast lane and
 * behind Next, against a constant Next handler and a constant node:http server, all in one run.
 */
export async function benchEntitlements(): Promise<BenchResult> {
  await ensureBuild();
  return withShadowDatabase(async (urls) => {
    await migrateDatabase(urls, { mode: "test" });
    const [fastPort, nextPort, constantPort] = await Promise.all([findFreePort(), findFreePort(), findFreePort()]);
    const environment = {
      ...demoSecrets,
      GATEHOUSE_MODE: "test",
      GATEHOUSE_URL: `http://127.0.0.1:${fastPort}`,
      DATABASE_URL: urls.databaseUrl,
      MIGRATE_DATABASE_URL: urls.migrateDatabaseUrl,
      STRIPE_API_BASE: "http://127.0.0.1:1",
      SMTP_URL: "smtp://127.0.0.1:1",
      MAIL_FROM: "Gatehouse <hello@example.com>",
      WORKER: "off",
      LOG_LEVEL: "warn",
      API_REQUESTS_PER_MINUTE: "100000000",
    };
    Object.assign(process.env, environment);
    const { createBenchToken } = await import("./token");
    const token = await createBenchToken();

    const children = [
      start(["dist/server.js"], { ...environment, PORT: String(fastPort) }),
      start(["dist/server.js", "--no-fast-lane"], { ...environment, PORT: String(nextPort) }),
      start(["scripts/bench/constant-server.mjs", String(constantPort)], environment),
    ];
    try {
      const check = {
        method: "POST" as const,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ feature: "advanced_audio" }),
      };
      const targets = {
        "check on the fast lane": { url: `http://127.0.0.1:${fastPort}/api/v1/entitlements/check`, ...check },
        "check behind Next": { url: `http://127.0.0.1:${nextPort}/api/v1/entitlements/check`, ...check },
        "constant Next handler": { url: `http://127.0.0.1:${nextPort}/healthz` },
        "constant node:http": { url: `http://127.0.0.1:${constantPort}/` },
      };
      await Promise.all(
        [fastPort, nextPort, constantPort].map((port) => untilAnswers(`http://127.0.0.1:${port}/healthz`)),
      );
      const requestsPerSecond = await measure(targets);
      const rate = (name: keyof typeof targets) => requestsPerSecond[name] ?? 0;
      const ours = rate("check on the fast lane");
      const behindNext = rate("check behind Next");
      return {
        name: "entitlements",
        ratios: {
          nodeHttp: ours / rate("constant node:http"),
          nextHandler: ours / rate("constant Next handler"),
          behindNextToNodeHttp: behindNext / rate("constant node:http"),
          behindNextToNextHandler: behindNext / rate("constant Next handler"),
        },
        requestsPerSecond,
      };
    } finally {
      await Promise.all(children.map(end));
      const { closeDatabase } = await import("@/lib/platform/db");
      await closeDatabase();
    }
  });
}

function start(args: string[], environment: Record<string, string>): ChildProcess {
  const env = { PATH: process.env.PATH ?? "", NODE_ENV: "production" as const, ...environment };
  return spawn(process.execPath, args, { cwd: path.resolve(projectRoot), env, stdio: ["ignore", "ignore", "inherit"] });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within a minute.`);
}
