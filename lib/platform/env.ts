import { z } from "zod";
import { demoExtensionId, demoSecrets, isDemoSecret } from "@/lib/platform/demo-secrets";
import { readPrivateKey } from "@/lib/platform/private-key";
import { singleton } from "@/lib/platform/registry";

const origin = z
  .string()
  .refine(
    (value) => URL.canParse(value) && new URL(value).origin === value,
    "must be an origin such as https://example.org, without a path",
  );

const optionalText = z.string().min(1).optional();

const schema = z.object({
  GATEHOUSE_MODE: z.enum(["demo", "test", "production"]).default("production"),
  GATEHOUSE_URL: origin,
  GATEHOUSE_SECRET: z.string().min(32, "must have at least 32 characters"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgresql://"),
  LEASE_ROOT_KEY: z
    .string()
    .refine((value) => readPrivateKey(value) !== null, "must be a private key as npm run lease:roots prints it"),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, "must be a secret or restricted key of Stripe (sk_… or rk_…)"),
  STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_\w+$/, "must begin with whsec_"),
  STRIPE_API_BASE: origin.optional(),
  SMTP_URL: z.string().regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://"),
  MAIL_FROM: z.string().regex(/@/, "must hold a mail address"),
  EXTENSION_IDS: z
    .string()
    .default("")
    .transform((value) =>
      value
        .split(",")
        .map((id) => id.trim())
        .filter(Boolean),
    )
    .pipe(
      z.array(
        z.string().regex(/^[a-p]{32}$/, "must be a list of extension ids, 32 letters from a to p, separated by commas"),
      ),
    ),
  GOOGLE_CLIENT_ID: optionalText,
  GOOGLE_CLIENT_SECRET: optionalText,
  GITHUB_CLIENT_ID: optionalText,
  GITHUB_CLIENT_SECRET: optionalText,
  SENTRY_DSN: optionalText,
  POSTHOG_KEY: optionalText,
  POSTHOG_HOST: origin.default("https://eu.i.posthog.com"),
  WORKER: z.enum(["on", "off"]).default("on"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: optionalText,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  AUDIT_HEADS_FILE: optionalText,
  /** How many proxies of your own stand in front: the client's address is that many places from the right. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  API_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(600),
  SANDBOX_CONTROL_SECRET: optionalText,
  /** `on` serves nothing but a page that says when to come back, and leaves the database alone. */
  MAINTENANCE: z.enum(["on", "off"]).default("off"),
  /** Who runs this deployment, as the privacy page and the terms name them. */
  OPERATOR_NAME: optionalText,
  OPERATOR_ADDRESS: optionalText,
  /** Where faults of security are reported: a mail address or an https page. MAIL_FROM's address where it is missing. */
  SECURITY_CONTACT: optionalText,
});

export type Env = z.infer<typeof schema>;

/** What each required variable is and how to get it: the text of the error that names it. */
const howToGet: Record<string, string> = {
  GATEHOUSE_URL: "the address that people will type, e.g. https://premium.example.org",
  GATEHOUSE_SECRET: "a long random text; make one with: openssl rand -base64 48",
  DATABASE_URL: "PostgreSQL 15 or newer, as a role without rights on the schema; see docs/hosting.md",
  LEASE_ROOT_KEY: "the root that signs the keys of leases; make one with: npm run lease:roots",
  STRIPE_SECRET_KEY: "Stripe dashboard → Developers → API keys",
  STRIPE_WEBHOOK_SECRET: "Stripe dashboard → Developers → Webhooks → your endpoint → Signing secret",
  SMTP_URL: "your mail provider's SMTP address, e.g. smtps://user:password@smtp.example.org",
  MAIL_FROM: 'the sender of every mail, e.g. "Gatehouse <hello@example.org>"',
  EXTENSION_IDS: "the ids of your extension in the stores, separated by commas",
};

/** An attacker who takes over a process that holds the owner's address can rewrite what the app's own role can't. */
const ownerWithinReach =
  "MIGRATE_DATABASE_URL is the address of the database's owner, who can rewrite the audit log: keep it in .env.migrate, which npm run db:migrate alone reads";

/** The environment can't be used; the message lists every variable that is wrong, and how to get it. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/**
 * The environment, checked as a whole. Every problem is reported at once.
 * @throws EnvError naming each variable that is missing, malformed or not allowed in this mode.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  const problems = parsed.success
    ? problemsOfMode(parsed.data)
    : parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        const wrong = given[name] === undefined ? "is missing" : issue.message;
        return howToGet[name] ? `${name} ${wrong}: ${howToGet[name]}` : `${name} ${wrong}`;
      });
  const isProduction = (given.GATEHOUSE_MODE ?? "production") === "production";
  if (isProduction && given.MIGRATE_DATABASE_URL) problems.push(ownerWithinReach);
  // Without an extension no sign-in would work; the demo and the tests have the sample's.
  if (isProduction && !given.EXTENSION_IDS) problems.push(`EXTENSION_IDS is missing: ${howToGet.EXTENSION_IDS}`);
  if (!parsed.success || problems.length > 0) {
    throw new EnvError(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  }
  return parsed.data;
}

function problemsOfMode(env: Env): string[] {
  return env.GATEHOUSE_MODE === "production" ? problemsOfProduction(env) : problemsOfRehearsal(env);
}

function problemsOfProduction(env: Env): string[] {
  const names = Object.keys(demoSecrets) as (keyof typeof demoSecrets)[];
  const problems = names
    .filter((name) => isDemoSecret(name, env[name] ?? ""))
    .map((name) => `${name} is the demo's, which everyone knows: ${howToGet[name] ?? "choose another"}`);
  if (env.STRIPE_API_BASE) problems.push("STRIPE_API_BASE points at a sandbox: leave it out in production");
  if (env.SANDBOX_CONTROL_SECRET)
    problems.push("SANDBOX_CONTROL_SECRET would let the clock be moved: leave it out in production");
  if (env.EXTENSION_IDS.includes(demoExtensionId))
    problems.push(`EXTENSION_IDS holds the sample extension's id: ${howToGet.EXTENSION_IDS}`);
  if (!env.GATEHOUSE_URL.startsWith("https://") && !isLoopback(new URL(env.GATEHOUSE_URL).hostname)) {
    problems.push("GATEHOUSE_URL must begin with https:// in production");
  }
  return problems;
}

function problemsOfRehearsal(env: Env): string[] {
  const problems: string[] = [];
  if (/_live_/.test(env.STRIPE_SECRET_KEY))
    problems.push(`STRIPE_SECRET_KEY is a live key, which ${env.GATEHOUSE_MODE} mode never touches: use a test key`);
  if (env.HOST && !isLoopback(env.HOST)) problems.push(`HOST must be a loopback address in ${env.GATEHOUSE_MODE} mode`);
  return problems;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** This process's environment; read and checked on first use. */
export function env(): Env {
  return singleton("env", () => parseEnv(process.env));
}

/** Checks the environment again, for what was added to it since it was first read. @throws EnvError */
export function recheckEnv(): void {
  parseEnv(process.env);
}

/** True under hot reload, where Next's own tools need more than a page of ours does. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

/** Tells next-auth where it is served: it reads its own address from the environment and from nowhere else. */
export function tellNextAuthItsAddress(): void {
  process.env.NEXTAUTH_URL = env().GATEHOUSE_URL;
}

/** True where the business clock may move and the sandbox may be used. */
export function isRehearsal(): boolean {
  return env().GATEHOUSE_MODE !== "production";
}

/** The extensions that may sign people in: those of the environment, and in demo and test the sample. */
export function extensionIds(): string[] {
  return isRehearsal() ? [...new Set([...env().EXTENSION_IDS, demoExtensionId])] : env().EXTENSION_IDS;
}
