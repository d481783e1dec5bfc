import { spawn } from "node:child_process";
import path from "node:path";
import { projectRoot } from "./project-root";

/** `npm run check`: everything that can be said about the code without running it. Each step runs, also after a failure. */
interface Step {
  title: string;
  /** A Node program and its arguments; a .ts file is run with tsx. */
  program: string;
  args?: string[];
}

const bin = (...parts: string[]) => path.join("node_modules", ...parts);

const formatAndLint: Step = {
  title: "format and lint",
  program: bin("@biomejs", "biome", "bin", "biome"),
  args: ["check", "--error-on-warnings"],
};
const routeTypes: Step = { title: "route types", program: bin("next", "dist", "bin", "next"), args: ["typegen"] };
const types: Step = { title: "types", program: bin("typescript", "bin", "tsc"), args: ["--noEmit"] };
const others: Step[] = [
  {
    title: "boundaries",
    program: bin("dependency-cruiser", "bin", "dependency-cruise.mjs"),
    args: ["--config", ".dependency-cruiser.cjs", "--no-progress", "."],
  },
  {
    title: "dead code",
    program: bin("knip", "bin", "knip.js"),
    args: ["--no-progress", "--treat-config-hints-as-errors"],
  },
  { title: "messages", program: "scripts/check-messages.ts" },
  { title: "unused messages", program: "scripts/check-unused-messages.ts" },
  { title: "schema and migrations", program: "scripts/database/check-schema.ts" },
];

const started = Date.now();
let failures = 0;
await Promise.all([run(formatAndLint), run(routeTypes)]);
// Checking the types takes as long as all the others, and needs the route types that Next has written.
await Promise.all([run(types), inTurn(others)]);
const verdict = failures === 0 ? "All checks passed" : `${failures} of the checks failed`;
console.log(`${verdict} in ${seconds(started)}.`);
process.exit(failures === 0 ? 0 : 1);

async function inTurn(steps: Step[]): Promise<void> {
  for (const step of steps) await run(step);
}

function run({ title, program, args = [] }: Step): Promise<void> {
  const begun = Date.now();
  const runner = program.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...runner, program, ...args], {
      cwd: projectRoot,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
      });
    }
    child.once("error", (error) => {
      output += String(error);
    });
    child.once("close", (code) => {
      console.log(`${code === 0 ? "✓" : "✗"} ${title} (${seconds(begun)})`);
      if (code !== 0) {
        failures += 1;
        console.log(`${output.trim()}\n`);
      }
      resolve();
    });
  });
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
