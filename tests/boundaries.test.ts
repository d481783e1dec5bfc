import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../scripts/project-root";

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

const config = path.join(projectRoot, ".dependency-cruiser.cjs");
const cruiser = path.join(projectRoot, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
const { forbidden }: { forbidden: { name: string; severity: string }[] } = createRequire(import.meta.url)(config);

/** For each rule one import that it has to refuse: the file that imports, and what it imports. */
const violations: Record<string, [from: string, imported: string]> = {
  "lib-core-imports-only-layers-below": ["lib/core/a.ts", "@/lib/platform/x"],
  "lib-platform-imports-only-layers-below": ["lib/platform/a.ts", "@/lib/audit/x"],
  "lib-audit-imports-only-layers-below": ["lib/audit/a.ts", "@/lib/accounts/x"],
  "lib-catalog-imports-only-layers-below": ["lib/catalog/a.ts", "@/lib/accounts/x"],
  "lib-accounts-imports-only-layers-below": ["lib/accounts/a.ts", "@/lib/catalog/x"],
  "lib-billing-imports-only-layers-below": ["lib/billing/a.ts", "@/lib/identity/x"],
  "lib-identity-imports-only-layers-below": ["lib/identity/a.ts", "@/lib/billing/x"],
  "lib-entitlements-imports-only-layers-below": ["lib/entitlements/a.ts", "@/lib/flags/x"],
  "lib-flags-imports-only-layers-below": ["lib/flags/a.ts", "@/lib/telemetry/x"],
  "lib-telemetry-imports-only-layers-below": ["lib/telemetry/a.ts", "@/lib/support/x"],
  "lib-support-imports-only-layers-below": ["lib/support/a.ts", "@/lib/feedback/x"],
  "lib-feedback-imports-only-layers-below": ["lib/feedback/a.ts", "@/lib/onboarding/x"],
  "lib-onboarding-imports-only-layers-below": ["lib/onboarding/a.ts", "@/lib/analytics/x"],
  "lib-analytics-imports-only-layers-below": ["lib/analytics/a.ts", "@/lib/health/x"],
  "lib-health-imports-only-layers-below": ["lib/health/a.ts", "@/lib/analytics/x"],
  "lib-roadmap-imports-only-layers-below": ["lib/roadmap/a.ts", "@/lib/success/x"],
  "lib-success-imports-only-layers-below": ["lib/success/a.ts", "@/lib/growth/x"],
  "lib-growth-imports-only-layers-below": ["lib/growth/a.ts", "@/lib/finance/x"],
  "lib-finance-imports-only-layers-below": ["lib/finance/a.ts", "@/lib/operations/x"],
  "lib-operations-imports-only-layers-below": ["lib/operations/a.ts", "@/lib/launch/x"],
  "lib-launch-imports-only-layers-below": ["lib/launch/a.ts", "@/lib/privacy/x"],
  "lib-privacy-imports-only-layers-below": ["lib/privacy/a.ts", "@/lib/web/x"],
  "lib-web-imports-only-layers-below": ["lib/web/a.ts", "@/lib/entry/x"],
  "lib-entry-imports-only-layers-below": ["lib/entry/a.ts", "@/lib/runtime/x"],
  "lib-runtime-imports-only-layers-below": ["lib/runtime/a.ts", "@/lib/demo/x"],
  "lib-demo-imports-only-layers-below": ["lib/demo/a.ts", "@/lib/unheard-of/y"],
  "lib-has-only-known-modules": ["lib/unheard-of/a.ts", "@/lib/core/x"],
  "lib-never-imports-uphill": ["lib/entry/c.ts", "@/app/x"],
  "core-does-no-io": ["lib/core/b.ts", "node:fs"],
  "rooms-belong-to-their-module": ["lib/billing/b.ts", "@/lib/catalog/internal/x"],
  "rooms-are-closed-to-everyone-else": ["app/a.ts", "@/lib/catalog/internal/x"],
  "contracts-are-listed-in-one-place": ["lib/runtime/worker.ts", "@/lib/billing/module"],
  "modules-are-read-by-runtime-and-pages": ["lib/entry/g.ts", "@/lib/runtime/modules"],
  "pages-never-reach-the-database-or-stripe": ["app/b.ts", "@/lib/platform/db"],
  "components-know-only-core-and-catalog": ["components/a.ts", "@/lib/billing/x"],
  "sandbox-stands-alone": ["sandbox/a.ts", "@/lib/core/x"],
  "product-never-imports-the-sandbox": ["lib/billing/c.ts", "@/sandbox/testing/x"],
  "tests-use-only-sandbox-testing": ["lib/billing/c.integration.test.ts", "@/sandbox/core/x"],
  "product-never-imports-its-tooling": ["lib/billing/d.ts", "@/scripts/x"],
  "lib-never-imports-server-only": ["lib/billing/e.ts", "server-only"],
  "next-only-where-pages-are-made": ["lib/entry/route.ts", "next/headers"],
  "machine-routes-are-web-standard": ["app/api/v1/things/route.ts", "next/server"],
  "extension-without-posthog": ["extension/a.ts", "posthog-js"],
  "extension-stands-alone": ["extension/client/b.ts", "@/lib/core/x"],
  "extension-runs-in-a-browser": ["extension/client/c.ts", "node:crypto"],
  "extension-client-knows-no-sample": ["extension/client/d.ts", "@/extension/sample/x"],
  "product-never-imports-the-extension": ["app/j.ts", "@/extension/client/x"],
  "no-circular": ["lib/core/c.ts", "@/lib/core/d"],
  "no-unresolvable": ["app/c.ts", "@/lib/nowhere/x"],
};

/** More imports that must be refused, where one example does not show the whole rule. */
const alsoRefused: [rule: string, from: string, imported: string][] = [
  ["pages-never-reach-the-database-or-stripe", "app/d.ts", "@/lib/platform/stripe"],
  ["pages-never-reach-the-database-or-stripe", "app/e.ts", "@/generated/prisma/client"],
  ["pages-never-reach-the-database-or-stripe", "app/f.ts", "@prisma/client"],
  ["pages-never-reach-the-database-or-stripe", "app/g.ts", "pg"],
  ["pages-never-reach-the-database-or-stripe", "components/g.ts", "stripe"],
  ["components-know-only-core-and-catalog", "components/b.ts", "@/app/x"],
  ["rooms-belong-to-their-module", "lib/entry/f.ts", "@/lib/billing/mails/x"],
  ["rooms-are-closed-to-everyone-else", "tests/c.ts", "@/lib/billing/mails/x"],
  ["lib-web-imports-only-layers-below", "lib/web/b.ts", "@/lib/demo/x"],
  ["lib-catalog-imports-only-layers-below", "lib/catalog/b.ts", "@/lib/billing/x"],
  ["sandbox-stands-alone", "sandbox/b.ts", "@/app/x"],
  ["product-never-imports-the-sandbox", "app/h.ts", "@/sandbox/testing/x"],
  ["next-only-where-pages-are-made", "lib/billing/f.ts", "next/cache"],
  ["lib-core-imports-only-layers-below", "lib/core/e.test.ts", "@/lib/billing/x"],
  ["extension-stands-alone", "extension/sample/b.ts", "@/components/x"],
  ["extension-stands-alone", "extension/client/e.ts", "stripe"],
  ["product-never-imports-the-extension", "lib/billing/k.ts", "@/extension/client/x"],
];

/** What the rules must let through, so that none of them refuses everything. */
const allowed: [from: string, statement: string][] = [
  ["lib/billing/ok.ts", 'import "@/lib/catalog/x"; import "@/lib/audit/x"; import "@/lib/billing/internal/x";'],
  ["lib/privacy/ok.ts", 'import "@/lib/entitlements/x"; import "@/lib/launch/x"; import "@/lib/platform/http/x";'],
  ["lib/entry/page-ok.ts", 'import "next/headers"; import "@/lib/success/x";'],
  ["lib/runtime/modules.ts", 'import "@/lib/billing/module"; import "@/lib/platform/module";'],
  ["lib/web/ok.ts", 'import "@/lib/platform/http/x"; import "@/lib/privacy/x";'],
  ["lib/entry/action-ok.ts", 'import "next/headers";'],
  ["lib/billing/ok.integration.test.ts", 'import "@/sandbox/testing/x"; import "@/scripts/x";'],
  [
    "components/ok.ts",
    'import "@/lib/core/x"; import "@/lib/catalog/x"; import type { X } from "@/lib/billing/x"; export type Y = X;',
  ],
  [
    "extension/sample/ok.ts",
    'import "@/extension/client/x"; import type { X } from "@/lib/core/x"; export type Y = X;',
  ],
  [
    "extension/client/ok.test.ts",
    'import "@/extension/client/x"; import "@/lib/core/x"; import "node:crypto"; import "stripe";',
  ],
  ["app/ok.ts", 'import "@/lib/entry/x"; import "@/lib/billing/x"; import "@/components/ok"; import "next/headers";'],
];

const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "boundaries ")));
let found: Violation[] = [];

beforeAll(() => {
  writeFixtures();
  const run = spawnSync(process.execPath, [cruiser, "--config", config, "--output-type", "json", "."], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  found = JSON.parse(run.stdout).summary.violations;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every boundary rule has a violation to prove it", () => {
  expect(Object.keys(violations).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
});

test.each(Object.entries(violations))("%s refuses %s", (rule, [from]) => {
  expect(found.filter((violation) => violation.rule.name === rule).map((violation) => violation.from)).toContain(from);
});

test.each(alsoRefused)("%s also refuses %s → %s", (rule, from) => {
  expect(found.filter((violation) => violation.rule.name === rule).map((violation) => violation.from)).toContain(from);
});

test.each(allowed)("%s may import what it needs", (from) => {
  expect(found.filter((violation) => violation.from === from)).toEqual([]);
});

test("every rule is an error, so that a violation ends the check", () => {
  expect(forbidden.filter((rule) => rule.severity !== "error")).toEqual([]);
});

function writeFixtures(): void {
  write("package.json", '{"type":"module"}');
  write("tsconfig.json", JSON.stringify({ compilerOptions: { baseUrl: ".", paths: { "@/*": ["./*"] } } }));
  const packages = [
    "next/headers",
    "next/server",
    "next/cache",
    "pg",
    "stripe",
    "@prisma/client",
    "server-only",
    "posthog-js",
  ];
  for (const name of packages) {
    const [scope = "", second = ""] = name.split("/");
    const root = scope.startsWith("@") ? `${scope}/${second}` : scope;
    write(`node_modules/${root}/package.json`, JSON.stringify({ name: root, main: "index.js" }));
    write(`node_modules/${root}/index.js`, "");
    if (root !== name) write(`node_modules/${name}.js`, "");
  }
  const modules = forbidden.flatMap(({ name }) => /^lib-(\w+)-imports-only/.exec(name)?.[1] ?? []);
  for (const name of modules) write(`lib/${name}/x.ts`, "export type X = string;\nexport const x = 1;");
  const others = [
    "app",
    "components",
    "extension/client",
    "extension/sample",
    "scripts",
    "sandbox/core",
    "sandbox/testing",
    "lib/billing/internal",
    "lib/billing/mails",
    "lib/platform/http",
    "lib/catalog/internal",
  ];
  for (const name of others) write(`${name}/x.ts`, "export const x = 1;");
  for (const name of ["db", "stripe"]) write(`lib/platform/${name}.ts`, "export const x = 1;");
  write("generated/prisma/client.ts", "export const x = 1;");
  for (const name of ["lib/billing/module", "lib/platform/module", "lib/runtime/modules"])
    write(`${name}.ts`, "export const x = 1;");
  write("lib/unheard-of/y.ts", "export const x = 1;");
  write("lib/core/d.ts", 'import "@/lib/core/c";');
  for (const [from, imported] of Object.values(violations)) write(from, `import "${imported}";`);
  for (const [, from, imported] of alsoRefused) write(from, `import "${imported}";`);
  for (const [from, statement] of allowed) write(from, statement);
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), `${content}\n`);
}
