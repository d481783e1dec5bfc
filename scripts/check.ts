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

const steps: Step[][] = [
  // Side by side within a group; the second group waits for the route types that Next writes.
  [
    {
      title: "format and lint",
      program: bin("@biomejs", "biome", "bin", "biome"),
      args: ["check", "--error-on-warnings"],
    },
    { title: "route types", program: bin("next", "dist", "bin", "next"), args: ["typegen"] },
  ],
  [
    { title: "types", program: bin("typescript", "bin", "tsc"), args: ["--noEmit"] },
    {
      title: "boundaries",
      program: bin("dependency-cruiser", "bin", "dependency-cruise.mjs"),
      args: ["--config", ".dependency-cruiser.cjs", "--no-progress", "."],
    },
  ],
  [
    {
      title: "dead code",
      program: bin("knip", "bin", "knip.js"),
      args: ["--no-progress", "--treat-config-hints-as-errors"],
    },
    { title: "messages", program: "scripts/check-messages.ts" },
    { title: "schema and migrations", program: "scripts/database/check-schema.ts" },
  ],
];

const started = Date.now();
let failures = 0;
for (const group of steps) {
  const results = await Promise.all(group.map(run));
  failures += results.filter((ok) => !ok).length;
}
const verdict = failures === 0 ? "All checks passed" : `${failures} of the checks failed`;
console.log(`${verdict} in ${seconds(started)}.`);
process.exit(failures === 0 ? 0 : 1);

function run({ title, program, args = [] }: Step): Promise<boolean> {
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
      if (code !== 0) console.log(`${output.trim()}\n`);
      resolve(code === 0);
    });
  });
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
