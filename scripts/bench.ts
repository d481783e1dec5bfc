import { benchEntitlements } from "./bench/entitlements";
import { benchLease } from "./bench/lease";
import { benchLighthouse } from "./bench/lighthouse";
import type { BenchResult } from "./bench/result";
import { benchSandbox } from "./bench/sandbox";
import { benchScripts } from "./bench/scripts";
import { benchStaff } from "./bench/staff";
import { benchUnlock } from "./bench/unlock";

/** `npm run bench -- NAME [--json]`: runs one benchmark and prints its ratios against yardsticks of the same run. */
const benches: Record<string, () => Promise<BenchResult>> = {
  entitlements: benchEntitlements,
  lease: benchLease,
  lighthouse: benchLighthouse,
  sandbox: benchSandbox,
  scripts: benchScripts,
  staff: benchStaff,
  unlock: benchUnlock,
};

const [name = "", ...flags] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  console.error(`Name a benchmark: ${Object.keys(benches).join(", ")}.`);
  process.exit(1);
}
const result = await bench();
if (flags.includes("--json")) console.log(JSON.stringify(result));
else {
  console.log(`\n${result.name}`);
  for (const [what, perSecond] of Object.entries(result.requestsPerSecond ?? {})) {
    console.log(`  ${what.padEnd(34)} ${Math.round(perSecond).toLocaleString("en").padStart(8)} requests/s`);
  }
  for (const [yardstick, ratio] of Object.entries(result.ratios))
    console.log(`  ÷ ${yardstick.padEnd(32)} ${ratio.toFixed(3).padStart(8)}`);
  for (const { path, p95Ms, growth } of result.pages ?? [])
    console.log(`  ${path.padEnd(42)} p95 ${p95Ms.toFixed(0).padStart(5)} ms   × ${growth.toFixed(2)} of a tenth`);
  if (result.table) console.log(formatTable(result.table));
  const { name: _name, ratios: _ratios, requestsPerSecond: _rates, pages: _pages, table: _table, ...more } = result;
  const { misses: _misses, ...figures } = more;
  for (const [figure, value] of Object.entries(figures))
    console.log(`  ${figure.padEnd(34)} ${String(value).padStart(8)}`);
}
for (const miss of result.misses ?? []) console.error(`  ✗ ${miss}`);
if (result.misses?.length) process.exitCode = 1;

/** Columns as wide as their widest cell, words to the left and figures to the right. */
function formatTable(rows: Record<string, string | number>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const widthOf = (column: string) => Math.max(column.length, ...rows.map((row) => String(row[column]).length));
  const line = (cellOf: (column: string) => string | number | undefined) =>
    columns
      .map((column) => {
        const cell = String(cellOf(column));
        const isFigure = typeof rows[0]?.[column] === "number";
        return isFigure ? cell.padStart(widthOf(column)) : cell.padEnd(widthOf(column));
      })
      .join("  ");
  return [line((column) => column), ...rows.map((row) => line((column) => row[column]))]
    .map((text) => `  ${text}`)
    .join("\n");
}
