import { demoSecrets } from "@/lib/platform/demo-secrets";
import type { DatabaseUrls } from "../postgres/ensure-database";

/** Where the parts of one stack listen, on the loopback interface. */
export interface StackPorts {
  app: number;
  sandbox: number;
  smtp: number;
  mail: number;
}

export type StackMode = "demo" | "test";

export type AppEnvironment = Record<string, string | undefined>;

/** Settings that a .env of the folder must not smuggle in; only the shell that starts the demo may give them. */
const optional = [
  ...["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
  ...["SENTRY_DSN", "POSTHOG_KEY", "EXTENSION_IDS", "AUDIT_HEADS_FILE"],
];

/**
 * The whole environment of the app in a demo or test. Every variable is set, if only to nothing, because Next reads .env
 * and fills in what is missing: a foreign database or a live key would get in that way.
 */
export function appEnvironment(mode: StackMode, ports: StackPorts, urls: DatabaseUrls): AppEnvironment {
  return {
    ...Object.fromEntries(optional.map((name) => [name, process.env[name] ?? ""])),
    ...demoSecrets,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    GATEHOUSE_MODE: mode,
    GATEHOUSE_URL: appUrl(ports),
    DATABASE_URL: urls.databaseUrl,
    MIGRATE_DATABASE_URL: "",
    STRIPE_API_BASE: sandboxUrl(ports),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    MAIL_FROM: "Gatehouse <hello@example.com>",
    MAIL_CATCHER_URL: mailUrl(ports),
    HOST: "127.0.0.1",
    PORT: String(ports.app),
    WORKER: "on",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "info",
  };
}

export function appUrl(ports: StackPorts): string {
  return `http://localhost:${ports.app}`;
}

export function sandboxUrl(ports: StackPorts): string {
  return `http://127.0.0.1:${ports.sandbox}`;
}

export function mailUrl(ports: StackPorts): string {
  return `http://localhost:${ports.mail}`;
}
