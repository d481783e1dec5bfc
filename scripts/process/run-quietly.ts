import { spawn } from "node:child_process";
import { projectRoot } from "../project-root";

/** Runs a program to its end and keeps its output for the error, should it fail or take longer than `timeoutMs`. */
export function runQuietly(
  command: string,
  args: string[],
  timeoutMs: number,
  env: Record<string, string> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output = (output + chunk).slice(-4_000);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve();
      const why = signal === null ? `ended with ${code}` : `was ended after ${timeoutMs / 1000} s`;
      reject(new Error(`${command} ${why}: ${output.trim().split("\n").slice(-4).join(" | ")}`));
    });
  });
}
