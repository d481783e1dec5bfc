import { createHash } from "node:crypto";

/** Secrets of the demo and the tests. They are public, so production refuses to start with any of them. */
export const demoSecrets = {
  GATEHOUSE_SECRET: "demo-only-secret-never-use-in-production-0000",
  STRIPE_SECRET_KEY: "sk_test_gatehouse_demo",
  STRIPE_WEBHOOK_SECRET: "whsec_gatehouse_demo_only",
  SANDBOX_CONTROL_SECRET: "demo-only-control",
} as const;

/** The `key` of the sample extension's manifest, which fixes its id. Its private half was thrown away. */
const demoExtensionKey =
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
