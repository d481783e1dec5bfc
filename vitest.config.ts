import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const notOurs = ["**/node_modules/**", "dist/**", ".next/**", ".gatehouse/**", "generated/**", "e2e/**"];

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    // The tests decide what the environment is; a developer's own .env must not.
    env: { NODE_ENV: "test", TZ: "UTC" },
    passWithNoTests: false,
    // Much of a test's time is waiting for a database or a process of its own; one worker less than there are cores, the
    // default, would leave half of a small machine idle.
    maxWorkers: availableParallelism() + 1,
    restoreMocks: true,
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...notOurs, "**/*.integration.test.ts"],
          setupFiles: ["tests/test-environment.ts", "tests/no-console-error.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: notOurs,
          globalSetup: ["tests/global-setup.ts"],
          setupFiles: ["tests/test-environment.ts", "tests/test-database.ts", "tests/no-console-error.ts"],
          // Far above what any takes: on a machine that does other things too, a slow test is no failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
