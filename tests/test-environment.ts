import { demoSecrets } from "@/lib/platform/demo-secrets";

/*
 * The environment of every test, set before anything of lib is imported. The addresses lead nowhere: a test that needs
 * Stripe or mail starts its own and names it before the first call.
 */
for (const name of ["GOOGLE_CLIENT_ID", "GITHUB_CLIENT_ID", "SENTRY_DSN", "POSTHOG_KEY", "WORKER", "PORT", "HOST"]) {
  delete process.env[name];
}
Object.assign(process.env, demoSecrets, {
  GATEHOUSE_MODE: "test",
  GATEHOUSE_URL: "http://127.0.0.1:3000",
  DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
  STRIPE_API_BASE: "http://127.0.0.1:1",
  SMTP_URL: "smtp://127.0.0.1:1",
  MAIL_FROM: "Gatehouse <hello@example.com>",
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  // Few enough to use up well within a minute, also on a busy machine.
  API_REQUESTS_PER_MINUTE: "60",
});
