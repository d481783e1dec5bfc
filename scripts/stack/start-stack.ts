import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { demoSecrets } from "@/lib/platform/demo-secrets";
import { isBuilt } from "../build";
import { migrateDatabase } from "../database/migrate-database";
import { ensureDatabase } from "../postgres/ensure-database";
import { keepPostgres } from "../postgres/keep-postgres";
import { projectRoot } from "../project-root";
import { type AppEnvironment, appEnvironment, type StackMode, type StackPorts, sandboxUrl } from "./app-environment";
import { type HeldPorts, portNumbers } from "./choose-ports";
import { filesBelow, hashFiles } from "./hash-sources";
import { step } from "./progress";
import type { Supervisor } from "./supervisor";
import { waitForHttp } from "./wait-for-http";

export interface StackOptions {
  mode: StackMode;
  /** Serves pages with hot reload instead of the production build. */
  dev: boolean;
  /** Each is held until its program starts, so that no other process takes it. */
  ports: HeldPorts;
  /** Holds the stack's logs and state. */
  folder: string;
  clusterDir: string;
  databaseName: string;
  /** How many customers the made-up year has that a fresh local Stripe starts with; without, it starts empty. */
  historyCustomers?: number;
}

/**
 * Starts everything that the app needs and then the app, in the order in which each can rely on the one before, and
 * resolves with the app's environment when /readyz says ready. What was started is the supervisor's to stop, also when
 * this throws.
 */
export async function startStack(supervisor: Supervisor, options: StackOptions): Promise<AppEnvironment> {
  const { folder, dev } = options;
  const ports = portNumbers(options.ports);
  const urls = await step("Database", () => supervisor.unlessStopped(startDatabase(supervisor, options)));
  const env = { ...appEnvironment(options.mode, ports, urls), ...(dev ? { NODE_ENV: "development" } : {}) };

  await Promise.all([options.ports.smtp.release(), options.ports.mail.release()]);
  supervisor.start({
    name: "mail",
    script: "scripts/mail-catcher.ts",
    args: ["--smtp-port", `${ports.smtp}`, "--http-port", `${ports.mail}`, "--state", path.join(folder, "mail.jsonl")],
  });
  await options.ports.sandbox.release();
  await prepareHistory(supervisor, options, env);
  supervisor.start({ name: "sandbox", script: "sandbox/main.ts", args: sandboxArgs(ports, sandboxState(options)) });
  await step("Local Stripe and mail", () =>
    supervisor.unlessStopped(
      Promise.all([
        waitForHttp(`${sandboxUrl(ports)}/healthz`),
        waitForHttp(`http://127.0.0.1:${ports.mail}/api/messages`),
      ]),
    ),
  );

  if (!dev && !isBuilt()) {
    const build = { name: "build", script: "scripts/build-app.ts", args: ["--if-changed"] };
    await step("Building the app", () => supervisor.run(build));
  }
  await prepareOnce(options, "catalog", catalogSources(), () =>
    step("Catalogue", () => supervisor.run({ name: "catalog", script: "scripts/catalog.ts", args: ["apply"], env })),
  );
  await step(dev ? "Development server" : "App", async () => {
    const script = dev ? "server.ts" : "dist/server.js";
    await options.ports.app.release();
    supervisor.start({ name: "app", script, args: dev ? ["--dev"] : [], env });
    await supervisor.unlessStopped(waitForHttp(`http://127.0.0.1:${ports.app}/readyz`, 180_000));
  });
  await prepareOnce(options, "seed", seedSources(), () =>
    step("People", () => supervisor.run({ name: "seed", script: "scripts/seed.ts", env })),
  );
  return env;
}

/**
 * Gives a fresh local Stripe a year to look back on, and brings its customers in as the first import of a host would.
 * Before the app and its webhook are there: nobody must hear of every event of a year.
 */
async function prepareHistory(supervisor: Supervisor, options: StackOptions, env: AppEnvironment): Promise<void> {
  if (!options.historyCustomers) return;
  const script = "scripts/history/main.ts";
  const state = ["--state", sandboxState(options), "--port", `${options.ports.sandbox.port}`];
  if (!existsSync(sandboxState(options))) {
    const args = [...state, "--customers", `${options.historyCustomers}`];
    await step("A year of history", () => supervisor.run({ name: "history", script, args, env }));
  }
  await prepareOnce(options, "import", [], () =>
    step("First import", () => supervisor.run({ name: "import", script, args: [...state, "--import"], env })),
  );
}

async function startDatabase(supervisor: Supervisor, options: StackOptions) {
  const server = { dataDir: options.clusterDir, durable: options.mode === "demo" };
  const starting = keepPostgres(server, {
    say: (line) => console.log(line),
    giveUp: (error) => supervisor.fail(error),
  });
  // Registered before it is up: a stop that comes meanwhile waits for it and then stops it.
  supervisor.onStop(() =>
    starting.then(
      (kept) => kept.stop(),
      () => {},
    ),
  );
  const postgres = await starting;
  const urls = await ensureDatabase(postgres.superuserUrl, { name: options.databaseName });
  await migrateDatabase(urls, { mode: options.mode });
  return urls;
}

function sandboxState({ folder }: StackOptions): string {
  return path.join(folder, "sandbox.json");
}

function sandboxArgs(ports: StackPorts, state: string): string[] {
  const app = `http://127.0.0.1:${ports.app}`;
  return [
    ...["--port", `${ports.sandbox}`, "--state", state],
    ...["--webhook", `${app}/api/webhooks/stripe`, "--secret", demoSecrets.STRIPE_WEBHOOK_SECRET],
    ...["--app", app, "--control-secret", demoSecrets.SANDBOX_CONTROL_SECRET],
  ];
}

/**
 * Runs work whose effect lasts in this stack's state, unless it has been done for these sources. The work is safe to
 * repeat: the note is written after it, so that a run that was killed does it again.
 */
async function prepareOnce(
  options: StackOptions,
  name: string,
  sources: string[],
  work: () => Promise<void>,
): Promise<void> {
  const note = path.join(options.folder, `${name}.done`);
  const wanted = hashFiles(projectRoot, sources);
  if (existsSync(note) && readFileSync(note, "utf8") === wanted) return;
  await work();
  writeFileSync(note, wanted);
}

function catalogSources(): string[] {
  return filesBelow(path.join(projectRoot, "lib", "catalog"));
}

function seedSources(): string[] {
  const own = ["seed.ts", "personas.ts"].map((name) => path.join(projectRoot, "prisma", name));
  return [...own, ...catalogSources()];
}
