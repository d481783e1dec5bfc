import { benchEntitlements } from "./bench/entitlements";
import { benchLease } from "./bench/lease";
import type { BenchResult } from "./bench/result";
import { benchSandbox } from "./bench/sandbox";
import { benchUnlock } from "./bench/unlock";

/** `npm run bench -- NAME [--json]`: runs one benchmark and prints its ratios against yardsticks of the same run. */
const benches: Record<string, () => Promise<BenchResult>> = {
  entitlements: benchEntitlements,
  lease: benchLease,
  sandbox: benchSandbox,
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
  const { name: _name, ratios: _ratios, requestsPerSecond: _rates, ...figures } = result;
  for (const [figure, value] of Object.entries(figures))
    console.log(`  ${figure.padEnd(34)} ${String(value).padStart(8)}`);
}
