import { loggableError, withoutQuotes } from "@/lib/platform/loggable-error";
import { logger } from "@/lib/platform/logger";

/**
 * From now on what libraries print as errors and warnings goes into the log, by the log's rules. Next prints each error that
 * it meets in full, with what a stranger sent.
 */
export function sendConsoleToLog(): void {
  const say = (level: "error" | "warn") => {
    return (...said: unknown[]) => {
      const error = said.find((one) => one instanceof Error);
      const words = said.filter((one) => typeof one === "string").join(" ");
      logger()[level]({ source: "console", ...(error && { err: loggableError(error) }) }, withoutQuotes(words));
    };
  };
  Object.assign(console, { error: say("error"), warn: say("warn") });
}
