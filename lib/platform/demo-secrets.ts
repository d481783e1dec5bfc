import { createHash } from "node:crypto";
import { readPrivateKey } from "@/lib/platform/private-key";

/** Secrets of the demo and the tests. They are public, so production refuses to start with any of them. */
export const demoSecrets = {
  GATEHOUSE_SECRET: "demo-only-secret-never-use-in-production-0000",
  STRIPE_SECRET_KEY: "sk_test_gatehouse_demo",
  STRIPE_WEBHOOK_SECRET: "whsec_gatehouse_demo_only",
  SANDBOX_CONTROL_SECRET: "demo-only-control",
  LEASE_ROOT_KEY:
    "eyJraWQiOiJvUWtvUHB0N0tKeHA5Q2V1V1VSZ01FNzdScnJQZ1N0c243Vzk2WlJURnlJIiwia3R5IjoiRUMiLCJ4IjoiYWdlaWRVb1ZwYy1wY1BNUjF3S2pkT1dHTjJjSWdiblpJZndtd3VIN1N3YyIsInkiOiIyb1N4N2MtMXlKUHF2S1o1SDZXVTQxcTYzY19IbmlMTE02T1EwS181bjVFIiwiY3J2IjoiUC0yNTYiLCJkIjoicktuakhiUWVidWtBb0JiWU5aNGp2VUJDUVdlMjVYSnpycGM2empGS19XdyJ9",
} as const;

/**
 * The roots that the sample extension trusts (RFC 7517): the public half of the demo's LEASE_ROOT_KEY, and a spare one whose
 * private half was thrown away.
 */
export const demoLeaseRoots = [
  {
    kid: "oQkoPpt7KJxp9CeuWURgME77RrrPgStsn7W96ZRTFyI",
    kty: "EC",
    x: "ageidUoVpc-pcPMR1wKjdOWGN2cIgbnZIfwmwuH7Swc",
    y: "2oSx7c-1yJPqvKZ5H6WU41q63c_HniLLM6OQ0K_5n5E",
    crv: "P-256",
  },
  {
    kid: "28UGNOQgX8sICo5l8woLzDJQla4gAhRB1Xx_6uALiy4",
    kty: "EC",
    x: "yhlKLu1AYUGtrwvOxf3mXzuTe6LAZG_paR3QazAqka4",
    y: "HOPxR_F-67fTD2mnwLHKc6of2UVT2PGQTHZX7MnaSn8",
    crv: "P-256",
  },
] as const;

/**
 * True for a value that holds this secret of the demo, however it is written: a key is compared by its thumbprint, because
 * the JSON around it may differ; a text also counts with something before or after it.
 */
export function isDemoSecret(name: keyof typeof demoSecrets, value: string): boolean {
  if (name !== "LEASE_ROOT_KEY") return value.includes(demoSecrets[name]);
  const thumbprint = readPrivateKey(value)?.thumbprint;
  return demoLeaseRoots.some(({ kid }) => kid === thumbprint);
}

/** The `key` of the sample extension's manifest, which fixes its id. Its private half was thrown away. */
export const demoExtensionKey =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtBqbjaIMUCn596xuLL0vQc54c7H+6bHy8wUDbwQrzpZ/UC36xwp2rBdKpuXMRO1K7KtAEIwsMSGZPLNz57UVU4qIGfPMYJDwBWZulT2PqbVqQ8aGoAdjlfyG9UPtJ43B3T+mXs6qvVLPiiXKnL1q2/tdPqY2fzWCN0pACfxmajy/Ws7a4mV5X6OzXLOR+iOwpsKEfKugItfoi8P0fOY5NQQAf/fOxuTCPvVFttciXhs25kVn56T7kbXhJu1lToOh4WIdXPaq8wXhJosZeg/bkLr2GdR0Cj2yud9SfJS4+eqdUTI7+BVD2yNmBU/2HUTJ2wva2ue768wywWpl3+7AuwIDAQAB";

/**
 * The sample extension's id. Anyone may build an extension with the same key, so production refuses it.
 * Chromium derives an id from the first 128 bits of the key's SHA-256, with the hex digits 0–f written as a–p.
 */
export const demoExtensionId = createHash("sha256")
  .update(Buffer.from(demoExtensionKey, "base64"))
  .digest("hex")
  .slice(0, 32)
  .replace(/./g, (digit) => String.fromCharCode("a".charCodeAt(0) + Number.parseInt(digit, 16)));
