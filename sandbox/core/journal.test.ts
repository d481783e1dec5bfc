import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Journal } from "./journal";

test("a line torn by a kill is cut off, so that the next one can be read", () => {
  const folder = mkdtempSync(join(tmpdir(), "journal "));
  const path = join(folder, "state.jsonl");
  writeFileSync(path, '[["customer","cus_torn",{"id":');
  const { journal, entries } = Journal.open(path);
  expect(entries).toEqual([]);
  journal.append([["customer", "cus_1", { id: "cus_1" }]]);
  journal.close();
  const again = Journal.open(path);
  expect(again.entries).toEqual([[["customer", "cus_1", { id: "cus_1" }]]]);
  again.journal.close();
  rmSync(folder, { recursive: true });
});
