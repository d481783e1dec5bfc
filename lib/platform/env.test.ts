import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import { afterEach, expect, test, vi } from "vitest";
import { demoExtensionId, demoLeaseRoots, demoSecrets } from "@/lib/platform/demo-secrets";
import { EnvError, env, parseEnv, recheckEnv } from "@/lib/platform/env";

const encode = (jwk: object) => Buffer.from(JSON.stringify(jwk)).toString("base64url");
const makeKey = async () => exportJWK((await generateKeyPair("ES256", { extractable: true })).privateKey);
const ownKey = await makeKey();

const production = {
  GATEHOUSE_URL: "https://premium.example.org",
  GATEHOUSE_SECRET: "a secret that is long enough to be one",
  DATABASE_URL: "postgresql://app@db/gatehouse",
  STRIPE_SECRET_KEY: "sk_live_abc",
  STRIPE_WEBHOOK_SECRET: "whsec_abc",
  SMTP_URL: "smtps://mail.example.org",
  MAIL_FROM: "Gatehouse <hello@example.org>",
  LEASE_ROOT_KEY: encode(ownKey),
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

const demoKey = JSON.parse(Buffer.from(demoSecrets.LEASE_ROOT_KEY, "base64url").toString("utf8")) as JWK;

test("the demo's root is known by its thumbprint", async () => {
  expect(await calculateJwkThumbprint(demoKey)).toBe(demoLeaseRoots[0].kid);
});

const { kty, crv, x, y, d } = demoKey;
test.each<[string, string, string]>([
  ["LEASE_ROOT_KEY with its members in another order", "LEASE_ROOT_KEY", encode({ d, y, x, crv, kty })],
  ["LEASE_ROOT_KEY under another name", "LEASE_ROOT_KEY", encode({ ...demoKey, kid: "mine", use: "sig" })],
  [
    "LEASE_ROOT_KEY with spaces in its JSON",
    "LEASE_ROOT_KEY",
    Buffer.from(JSON.stringify(demoKey, null, 2)).toString("base64url"),
  ],
  ["LEASE_ROOT_KEY in base64", "LEASE_ROOT_KEY", Buffer.from(JSON.stringify(demoKey)).toString("base64")],
  ["GATEHOUSE_SECRET with a space after it", "GATEHOUSE_SECRET", `${demoSecrets.GATEHOUSE_SECRET} `],
  ["GATEHOUSE_SECRET in quotes", "GATEHOUSE_SECRET", `"${demoSecrets.GATEHOUSE_SECRET}"`],
  ["STRIPE_WEBHOOK_SECRET with a letter more", "STRIPE_WEBHOOK_SECRET", `${demoSecrets.STRIPE_WEBHOOK_SECRET}x`],
])("production refuses the demo's %s", (_what, name, value) => {
  expect(() => parseEnv({ ...production, [name]: value })).toThrow(`${name} is the demo's`);
});

test.each<[string, (key: JWK, other: JWK) => object]>([
  ["a private half of too few octets", (key) => ({ ...key, d: "x" })],
  ["a private half with a character that is none of base64url's", (key) => ({ ...key, d: `${key.d?.slice(0, 42)}!` })],
  ["a private half of zeros", (key) => ({ ...key, d: "A".repeat(43) })],
  ["a private half beyond the curve's order", (key) => ({ ...key, d: Buffer.alloc(32, 255).toString("base64url") })],
  ["the private half of another key", (key, other) => ({ ...key, d: other.d })],
  ["no public half", ({ kty, crv, d }) => ({ kty, crv, d })],
  ["no private half", (key) => ({ ...key, d: undefined })],
])("a root key with %s is refused, in every mode", async (_what, change) => {
  const LEASE_ROOT_KEY = encode(change(ownKey, await makeKey()));
  for (const source of [production, demo]) {
    expect(() => parseEnv({ ...source, LEASE_ROOT_KEY })).toThrow("LEASE_ROOT_KEY must be a private key");
  }
});

test("a server in production refuses to hold the address of the database's owner, and elsewhere it does not matter", () => {
  const MIGRATE_DATABASE_URL = "postgresql://owner:their-password@db/gatehouse";
  expect(() => parseEnv({ ...production, MIGRATE_DATABASE_URL })).toThrow(/MIGRATE_DATABASE_URL(?!.*their-password)/);
  expect(parseEnv({ ...production, MIGRATE_DATABASE_URL: "" }).GATEHOUSE_MODE).toBe("production");
  expect(parseEnv({ ...demo, MIGRATE_DATABASE_URL }).GATEHOUSE_MODE).toBe("demo");
});

afterEach(() => vi.unstubAllEnvs());

test("an owner's address that a .env file adds after the environment was read is still refused", () => {
  env();
  for (const [name, value] of Object.entries({ ...production, GATEHOUSE_MODE: "production" })) vi.stubEnv(name, value);
  for (const name of ["STRIPE_API_BASE", "SANDBOX_CONTROL_SECRET"]) vi.stubEnv(name, undefined);
  expect(recheckEnv).not.toThrow();
  vi.stubEnv("MIGRATE_DATABASE_URL", "postgresql://owner:their-password@db/gatehouse");
  expect(recheckEnv).toThrow(/MIGRATE_DATABASE_URL(?!.*their-password)/);
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
