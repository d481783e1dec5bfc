import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ownerOfSchemaFile, readSchema } from "../scripts/database/migration-files";

const files = readSchema();
const lines = files.flatMap((file) => file.content.split("\n"));
const scalars = /^(String|Int|BigInt|Boolean|DateTime|Json|Float|Decimal|Bytes)\b/;
const enums = lines.map((line) => /^enum (\w+)/.exec(line)?.[1]).filter((name) => name !== undefined);

type Column = { model: string; name: string; note: string };

function readColumns(source: readonly string[]): Column[] {
  const columns: Column[] = [];
  let model = "";
  for (const line of source) {
    model = /^model (\w+)/.exec(line)?.[1] ?? (line.startsWith("}") ? "" : model);
    const [, name, type] = /^ {2}(\w+) +([\w?[\]]+)/.exec(line) ?? [];
    const isColumn = type !== undefined && (scalars.test(type) || enums.includes(type.replace(/\W/g, "")));
    if (model && name && isColumn) columns.push({ model, name, note: line.split("///")[1] ?? "" });
  }
  return columns;
}

/** Columns without a class, or that may say something about a person without a word on how long they are kept. */
function unclassified(source: readonly string[]): string[] {
  return readColumns(source)
    .filter(
      ({ note }) =>
        !/^ @pii (none(;|$)|(pseudonym|contact|content|payment|security), (until |\d))/.test(note.trimEnd()),
    )
    .map(({ model, name }) => `${model}.${name}`);
}

test("each column is classified, and says how long it is kept if it can say something about a person", () => {
  expect(readColumns(lines).length).toBeGreaterThan(100);
  expect(unclassified(lines)).toEqual([]);
});

test("a column without a class, and one without a retention, are found", () => {
  const source = [
    "model Sample {",
    "  one String",
    "  two String /// @pii contact",
    "  three String /// @pii none",
    "}",
  ];
  expect(unclassified(source)).toEqual(["Sample.one", "Sample.two"]);
});

test("whole amounts are integers that are read as numbers, and prices of one unit are decimals", () => {
  const money = files.flatMap(({ content }) =>
    [...content.matchAll(/^model (\w)(\w*) \{(.*?)^\}/gms)].flatMap(([, first = "", rest = "", body = ""]) =>
      [...body.matchAll(/^ {2}(\w+Minor) +(\w+)/gm)].map(([, column, type]) => ({
        column: `${first.toLowerCase()}${rest}.${column}`,
        type,
      })),
    ),
  );
  const unitPrices = ["subscription.amountMinor", "invoiceLine.unitAmountMinor"];
  const wanted = money.map(({ column }) => ({ column, type: unitPrices.includes(column) ? "Decimal" : "BigInt" }));
  expect(money).toEqual(wanted);
  const source = readFileSync(path.join(import.meta.dirname, "..", "lib", "platform", "money-as-numbers.ts"), "utf8");
  const read = [...source.matchAll(/^ {2}(\w+): (?:Numbers|Maybe)<(.*)>;$/gm)].flatMap(([, model, columns = ""]) =>
    [...columns.matchAll(/\w+/g)].map(([column]) => `${model}.${column}`),
  );
  expect(read.sort()).toEqual(money.map(({ column }) => column).sort());
});

test("each file of the schema belongs to a module", () => {
  const modules = readdirSync(path.join(import.meta.dirname, "..", "lib"));
  const owned = files.filter(({ content }) => /^model /m.test(content)).map((file) => ownerOfSchemaFile(file.path));
  expect(owned.filter((owner) => !modules.includes(owner))).toEqual([]);
  expect(new Set(owned).size).toBeGreaterThan(5);
});

test("each model says what one row means and who writes it", () => {
  const undocumented = lines.filter(
    (line, index) => line.startsWith("model ") && !/^\/\/\/ .*[Ww]ritten by /.test(lines[index - 1] ?? ""),
  );
  expect(undocumented).toEqual([]);
});
