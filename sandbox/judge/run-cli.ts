import { spawn } from "node:child_process";
import { cliScript } from "./triggers";

const timeoutMs = 60_000;

export type CliRun = { exitCode: number | null; output: string };

/** Runs Stripe's CLI to its end. `home` is a scratch folder, so that nobody's own settings or keys are read. */
export function runCli(args: string[], home: string): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliScript(), ...args], {
      env: {
        NODE_ENV: process.env.NODE_ENV,
        PATH: process.env.PATH,
        HOME: home,
        XDG_CONFIG_HOME: home,
        STRIPE_CLI_TELEMETRY_OPTOUT: "1",
        NO_PROXY: "127.0.0.1",
      },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8");
      });
    }
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, output }));
  });
}
