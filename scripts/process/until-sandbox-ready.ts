import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** The address that a sandbox, started with its output piped, says it is ready at. */
export async function untilSandboxReady(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The sandbox has no output to read.");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^sandbox ready (\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("The sandbox ended before it was ready.");
}
