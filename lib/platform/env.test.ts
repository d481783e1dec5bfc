import { expect, test } from "vitest";
import { demoExtensionId, demoSecrets } from "@/lib/platform/demo-secrets";
import { EnvError, parseEnv } from "@/lib/platform/env";

const production = {
  GATEHOUSE_URL: "https://premium.example.org",
  GATEHOUSE_SECRET: "a secret that is long enough to be one",
  DATABASE_URL: "postgresql://app@db/gatehouse",
  STRIPE_SECRET_KEY: "sk_live_abc",
  STRIPE_WEBHOOK_SECRET: "whsec_abc",
  SMTP_URL: "smtps://mail.example.org",
  MAIL_FROM: "Gatehouse <hello@example.org>",
  LEASE_ROOT_KEY: Buffer.from('{"kty":"EC","crv":"P-256","d":"x"}').toString("base64url"),
  EXTENSION_IDS: "abcdefghijklmnopabcdefghijklmnop",
};
const demo = { ...production, ...demoSecrets, GATEHOUSE_MODE: "demo", GATEHOUSE_URL: "http://127.0.0.1:3000" };

test("a complete environment is production unless it says otherwise", () => {
  expect(parseEnv(production).GATEHOUSE_MODE).toBe("production");
});

test("an empty environment is told every variable that is missing, and how to get it", () => {
  expect(() => parseEnv({})).toThrow(EnvError);
  for (const name of Object.keys(production)) expect(() => parseEnv({})).toThrow(`${name} is missing: `);
});

test("an empty value counts as missing, and a text that only says undefined is no database", () => {
  expect(() => parseEnv({ ...production, SMTP_URL: "" })).toThrow("SMTP_URL is missing");
  expect(() => parseEnv({ ...production, DATABASE_URL: "undefined" })).toThrow(
    "DATABASE_URL must begin with postgresql://",
  );
});

test.each(Object.entries(demoSecrets))("production refuses the demo's %s", (name, value) => {
  expect(() => parseEnv({ ...production, [name]: value })).toThrow(name);
});

test.each([
  ["STRIPE_API_BASE", "http://127.0.0.1:12111"],
  ["SANDBOX_CONTROL_SECRET", "anything"],
  ["EXTENSION_IDS", demoExtensionId],
  ["GATEHOUSE_URL", "http://premium.example.org"],
])("production refuses %s=%s", (name, value) => {
  expect(() => parseEnv({ ...production, [name]: value })).toThrow(name);
});

test("the demo refuses a live key and an address that others could reach", () => {
  expect(() => parseEnv({ ...demo, STRIPE_SECRET_KEY: "sk_live_abc" })).toThrow("live key");
  expect(() => parseEnv({ ...demo, HOST: "0.0.0.0" })).toThrow("loopback");
});

test("an error names the variable and never repeats its value", () => {
  expect(() => parseEnv({ ...production, STRIPE_SECRET_KEY: "my-password" })).toThrow(
    /STRIPE_SECRET_KEY(?!.*my-password)/,
  );
});
