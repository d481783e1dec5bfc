import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findTestFiles, selectTests } from "./select-tests";

const all = {
  vitest: ["lib/billing/checkout.integration.test.ts", "lib/accounts/seats.test.ts", "tests/api/account.test.ts"],
  browser: ["e2e/account.spec.ts", "e2e/billing.spec.ts"],
};

test("without a filter every test file is taken", () => {
  expect(selectTests(all, [])).toEqual(all);
});

test("a filter takes the files of both suites whose path contains it", () => {
  expect(selectTests(all, ["billing"])).toEqual({
    vitest: ["lib/billing/checkout.integration.test.ts"],
    browser: ["e2e/billing.spec.ts"],
  });
});

test("several filters take what contains any of them, each file once", () => {
  expect(selectTests(all, ["lib/accounts", "account"])).toEqual({
    vitest: ["lib/accounts/seats.test.ts", "tests/api/account.test.ts"],
    browser: ["e2e/account.spec.ts"],
  });
});

test("a filter that is in paths of one suite alone leaves the other one empty", () => {
  expect(selectTests(all, ["checkout"]).browser).toEqual([]);
});

test.each(["./lib/billing", "lib//billing", "lib\\billing", "lib/billing/"])(
  "a path as shells complete it: %s",
  (filter) => {
    expect(selectTests(all, [filter]).vitest).toEqual(["lib/billing/checkout.integration.test.ts"]);
  },
);

test("a filter that is in no path is refused by name, also beside one that is", () => {
  expect(() => selectTests(all, ["billing", "biling"])).toThrow("contains biling.");
});

test("test files are found by their names; dependencies, builds and hidden folders hold none of ours", () => {
  const root = mkdtempSync(path.join(tmpdir(), "test-files-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const files = [
    ...["proxy.test.ts", "lib/money.ts", "lib/money.test.ts", "lib/list.test.tsx", "lib/sync.integration.test.ts"],
    ...["e2e/pages.spec.ts", "e2e/support/people.ts"],
    ...["node_modules/zod/zod.test.ts", "dist/a.test.ts", ".next/a.test.ts", "generated/a.test.ts"],
  ];
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), "");
  }
  const found = findTestFiles(root);
  expect(found.vitest.sort()).toEqual([
    "lib/list.test.tsx",
    "lib/money.test.ts",
    "lib/sync.integration.test.ts",
    "proxy.test.ts",
  ]);
  expect(found.browser).toEqual(["e2e/pages.spec.ts"]);
});
