import { type DestinationStream, type Logger, pino } from "pino";
import { env } from "@/lib/platform/env";
import { loggableError } from "@/lib/platform/loggable-error";
import { singleton } from "@/lib/platform/registry";

/** Structured logs on standard output. Nothing that can hold a secret, a mail address or request input is ever written. */
export function logger(): Logger {
  return singleton("logger", () => createLogger(env().LOG_LEVEL));
}

/** The same, for another destination. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { service: "gatehouse" },
      serializers: { err: (error: unknown) => loggableError(error) },
      redact: {
        // Not `*.code`: what an error is called by is the first thing to look for.
        paths: ["*.email", "*.token", "*.authorization", "*.cookie", "*.secret", "*.userCode", "email", "token"],
        censor: "[redacted]",
      },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  );
}
