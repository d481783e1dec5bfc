import { sendConsoleToLog } from "@/lib/platform/console-to-log";
import { EnvError, env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { boot } from "@/lib/runtime/boot";
import { closeProcess } from "@/lib/runtime/close-process";
import { startWorker } from "@/lib/runtime/worker";

/** `npm run worker`: the background work alone, for deployments whose web processes run with WORKER=off. */
async function main(): Promise<void> {
  if (env().MAINTENANCE === "on") return waitForStop();
  sendConsoleToLog();
  await boot();
  const runner = await startWorker();
  logger().info("worker started");
  const stop = async () => {
    await closeProcess(runner.stop());
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** In maintenance nothing is swept. The process stays, so that whatever starts it again when it ends leaves it in peace. */
function waitForStop(): void {
  logger().info("in maintenance: the worker waits to be stopped");
  const hold = setInterval(() => {}, 60_000);
  const stop = () => clearInterval(hold);
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof EnvError ? `${error.message}\n` : `${String(error)}\n`);
  process.exit(1);
});
