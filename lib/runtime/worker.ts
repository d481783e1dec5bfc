import { Logger, run } from "graphile-worker";
import { asJob } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { withoutQuotes } from "@/lib/platform/loggable-error";
import { logger } from "@/lib/platform/logger";
import type { Sweep, SweepName } from "@/lib/platform/module";
import { stopSweeping } from "@/lib/platform/outbox";
import { singleton } from "@/lib/platform/registry";
import { loadClock } from "@/lib/runtime/boot";
import { sweepHousekeeping } from "@/lib/runtime/housekeeping";
import { merged } from "@/lib/runtime/merged";
import { modules } from "@/lib/runtime/modules";

/** What each sweep does. A name that no module brings along does not compile. */
const work: Record<SweepName, Sweep> = {
  ...merged(modules, "sweeps"),
  housekeeping: sweepHousekeeping,
};
const sweeps = Object.keys(work) as SweepName[];

/** Runs one sweep in this process, now. */
export function runSweep(name: SweepName): Promise<number> {
  return asJob(async () => {
    await loadClock();
    return work[name]();
  });
}

/**
 * Runs a sweep unless it is running in this process already; then it runs once more afterwards. A sweep that hangs on
 * Stripe thus holds one place of the worker, and signing in by mail goes on.
 */
async function runSweepAlone(name: SweepName): Promise<void> {
  const running = singleton("running-sweeps", () => new Map<SweepName, { again: boolean }>());
  const current = running.get(name);
  if (current) {
    current.again = true;
    return;
  }
  const run = { again: true };
  running.set(name, run);
  try {
    while (run.again) {
      run.again = false;
      await runSweep(name);
    }
  } finally {
    running.delete(name);
  }
}

/**
 * Starts the background worker. Jobs wake it at once; every minute each sweep runs anyway, so that work whose job was
 * lost is late by a minute and never forgotten. `stop()` resolves when the sweeps that run have finished what they are at.
 */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  const runner = await run({
    // Connections of its own: it keeps one for as long as it listens.
    connectionString: env().DATABASE_URL,
    concurrency: sweeps.length,
    noHandleSignals: true,
    logger: new Logger(() => (level, message, meta) => {
      if (level !== "error" && level !== "warning") return;
      logger().warn(
        { source: "worker", ...(meta?.error instanceof Error && { err: meta.error }) },
        withoutQuotes(message),
      );
    }),
    crontab: sweeps.map((name) => `* * * * * sweep ?id=${name}&jobKey=${name}&max=3 {"name":"${name}"}`).join("\n"),
    taskList: {
      sweep: async (payload) => {
        const name = sweeps.find((known) => known === (payload as { name?: unknown }).name);
        if (!name) throw new Error("There is no such sweep.");
        await runSweepAlone(name);
      },
    },
  });
  return {
    stop: () => {
      stopSweeping();
      return runner.stop();
    },
  };
}
