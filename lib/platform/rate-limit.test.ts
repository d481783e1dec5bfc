import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..", "..");

test("every limit on a source counts its networks, and none the address as it stands", () => {
  const files = ["lib", "app"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
      .map((file) => path.join(root, folder, file)),
  );
  const calls = files.flatMap(
    (file) => readFileSync(file, "utf8").match(/\brequire(Source)?WithinLimit\([^;]*;/g) ?? [],
  );
  expect(calls.filter((call) => call.startsWith("requireSource")).length).toBeGreaterThanOrEqual(4);
  expect(calls.filter((call) => /^requireWithinLimit\(.*(source|remote|forwarded)/i.test(call))).toEqual([]);
});
