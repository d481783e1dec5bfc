import { pino } from "pino";
import { env } from "@/lib/platform/env";
import { singleton } from "@/lib/platform/registry";

/** Structured logs on standard output. Fields that can hold a secret or an address are never written. */
export function logger() {
  return singleton("logger", () =>
    pino({
      level: env().LOG_LEVEL,
      base: { service: "gatehouse" },
      redact: {
        paths: ["*.email", "*.token", "*.authorization", "*.cookie", "*.code", "email", "token"],
        censor: "[redacted]",
      },
      timestamp: pino.stdTimeFunctions.isoTime,
    }),
  );
}
