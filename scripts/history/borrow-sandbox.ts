import { spawn } from "node:child_process";
import { once } from "node:events";
import { untilSandboxReady } from "../process/until-sandbox-ready";
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
    return await work(await untilSandboxReady(child));
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}
