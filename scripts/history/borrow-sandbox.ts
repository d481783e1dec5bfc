import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { projectRoot } from "../project-root";

/**
 * Does the work with a local Stripe of this state file that nobody else is told about: no webhook endpoint, no
 * application that follows its clock. It ends with the work, or with this process.
 */
export async function borrowSandbox<T>(
  options: { stateFile: string; port: number; start?: Date },
  work: (url: string) => Promise<T>,
): Promise<T> {
  const args = ["--port", String(options.port), "--state", options.stateFile, "--until-input-ends"];
  const start = options.start ? ["--start", options.start.toISOString()] : [];
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts", ...args, ...start], {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  try {
    return await work(await untilReady(child));
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

async function untilReady(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The sandbox has no output to read.");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^sandbox ready (\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("The sandbox ended before it was ready.");
}
