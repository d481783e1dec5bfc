import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../project-root";

export type Target = { url: string; method?: "GET" | "POST"; headers?: Record<string, string>; body?: string };

const run = promisify(execFile);
const autocannon = path.join(projectRoot, "node_modules", "autocannon", "autocannon.js");
const rounds = 3;
const secondsPerRound = 3;
const connections = 20;

/**
 * Requests per second of each target, the median of three rounds that take turns, so that a noisy minute of the machine
 * touches all of them. The load comes from a process of its own and aims at loopback only.
 */
export async function measure(targets: Record<string, Target>): Promise<Record<string, number>> {
  const samples = new Map<string, number[]>();
  for (const target of Object.values(targets)) await throughput(target, 1);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, target] of Object.entries(targets)) {
      samples.set(name, [...(samples.get(name) ?? []), await throughput(target, secondsPerRound)]);
    }
  }
  return Object.fromEntries([...samples].map(([name, values]) => [name, median(values)]));
}

async function throughput(target: Target, seconds: number): Promise<number> {
  const headers = Object.entries(target.headers ?? {}).flatMap(([name, value]) => ["-H", `${name}=${value}`]);
  const body = target.body === undefined ? [] : ["-b", target.body];
  const load = ["-j", "-n", "-c", String(connections), "-d", String(seconds), "-m", target.method ?? "GET"];
  const { stdout } = await run(process.execPath, [autocannon, ...load, ...headers, ...body, target.url]);
  const report: { non2xx: number; errors: number; requests: { average: number } } = JSON.parse(stdout);
  if (report.non2xx > 0 || report.errors > 0) {
    throw new Error(
      `${target.url} answered ${report.non2xx} times with an error, and ${report.errors} requests failed.`,
    );
  }
  return report.requests.average;
}

function median(values: number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
