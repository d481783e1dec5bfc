import { parseArgs } from "node:util";
import { runJudge } from "./run-judge";

const usage = `Usage: npm run sandbox:judge [-- --only TRIGGER]
  Runs Stripe's own CLI through its triggers against a sandbox of its own and says which come out as with Stripe.`;

try {
  const { values } = parseArgs({ options: { only: { type: "string" }, help: { type: "boolean", default: false } } });
  if (values.help) console.log(usage);
  else {
    const startedAt = performance.now();
    const verdicts = await runJudge({
      only: values.only,
      onVerdict: ({ trigger, problem, seconds }) =>
        console.log(
          `${problem ? "miss" : "pass"}  ${trigger.padEnd(44)} ${seconds.toFixed(1)} s  ${problem ?? ""}`.trimEnd(),
        ),
    });
    const passed = verdicts.filter(({ problem }) => problem === null).length;
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    console.log(`\n${passed} of ${verdicts.length} triggers passed in ${seconds} s`);
    process.exitCode = passed === verdicts.length ? 0 : 1;
  }
} catch (error) {
  console.error(`sandbox:judge: ${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 1;
}
