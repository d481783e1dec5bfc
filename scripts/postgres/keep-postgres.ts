import { isAlive } from "../process/is-alive";
import { type RunningPostgres, type StartOptions, startPostgres } from "./start-postgres";

/** How often it is checked that the server still runs. */
const lookMs = 500;

export interface Keeper {
  /** Reports what has happened. */
  say(line: string): void;
  /** Called once, when the server can't be kept running. */
  giveUp(error: Error): void;
}

/**
 * Starts the server as `startPostgres` does, and restarts it on the same port when it has died, so that its address stays
 * valid. `stop` ends the checks and the server.
 */
export async function keepPostgres(
  options: StartOptions,
  { say, giveUp }: Keeper,
): Promise<Pick<RunningPostgres, "superuserUrl" | "stop">> {
  let running = await startPostgres(options);
  const { port, superuserUrl } = running;
  let restarting: Promise<void> | null = null;

  const restart = async () => {
    say("PostgreSQL has ended; it is started again.");
    running = await startPostgres({ ...options, port });
    say("PostgreSQL runs again.");
  };
  const timer = setInterval(() => {
    if (restarting !== null || isAlive(running.pid)) return;
    restarting = restart()
      .catch((error: unknown) => {
        clearInterval(timer);
        giveUp(new Error("PostgreSQL could not be started again.", { cause: error }));
      })
      .finally(() => {
        restarting = null;
      });
  }, lookMs);
  timer.unref();

  return {
    superuserUrl,
    stop: async () => {
      clearInterval(timer);
      await restarting;
      await running.stop();
    },
  };
}
