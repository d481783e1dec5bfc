import { AppError } from "@/lib/core/errors";
import { EnvError } from "@/lib/platform/env";

export type LoggableError = {
  type: string;
  /** Only where we wrote it ourselves. */
  message?: string;
  /** Codes and names of ours that the error carries, e.g. `P2002`, `ECONNREFUSED`, the table. */
  [fact: string]: unknown;
  stack: string[];
  cause?: LoggableError;
  errors?: LoggableError[];
};

/** What errors of Prisma, pg, Stripe and Node say in words of a fixed vocabulary. */
const facts = ["code", "statusCode", "decline_code", "requestId", "syscall", "table", "column", "constraint", "digest"];
const factsOfPrisma = ["modelName", "target", "kind", "originalCode"];
const maxDepth = 5;
const maxFrames = 20;

/**
 * An error as the log may hold it: its kind, its codes, and where in the code it was thrown. Its words are left out unless they are
 * ours: those of Prisma and of parsers repeat what they were given, which may be a customer's address or a whole event.
 */
export function loggableError(thrown: unknown, depth = 0): LoggableError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, stack: [] };
  const isOurs = thrown instanceof AppError || thrown instanceof EnvError;
  const inner = depth < maxDepth;
  return {
    type: thrown.constructor.name || thrown.name,
    ...(isOurs && { message: thrown.message }),
    ...factsOf(thrown, facts),
    ...factsOfMeta(thrown),
    stack: framesOf(thrown),
    ...(inner && thrown.cause instanceof Error && { cause: loggableError(thrown.cause, depth + 1) }),
    ...(inner &&
      thrown instanceof AggregateError && {
        errors: thrown.errors.slice(0, maxDepth).map((one) => loggableError(one, depth + 1)),
      }),
  };
}

/** A library's own text without the values it quotes, for the log: at most one line. */
export function withoutQuotes(text: string): string {
  const [line = ""] = text.replace(/["'`].*["'`]/s, "…").split("\n");
  return line.slice(0, 200);
}

/** Those properties that hold a code or a name, and so none of what the error was about. */
function factsOf(holder: object, names: string[]): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(holder).filter(
      ([name, value]) =>
        names.includes(name) &&
        (typeof value === "number" || (typeof value === "string" && /^[\w.-]{1,80}$/.test(value))),
    ),
  );
}

/** The model and the constraint that an error of Prisma names, and what its driver called the failure. */
function factsOfMeta(error: Error): Record<string, string | number> {
  const meta = objectIn(error, "meta");
  const reported = objectIn(objectIn(meta, "driverAdapterError"), "cause");
  return { ...factsOf(meta, factsOfPrisma), ...factsOf(reported, factsOfPrisma) };
}

function objectIn(holder: object, name: string): object {
  const value: unknown = Object.entries(holder).find(([key]) => key === name)?.[1];
  return typeof value === "object" && value !== null ? value : {};
}

/** A line of a stack: a name of code, or none, and a place in a file. */
const frame = /^ {4}at (?:[\w$.<>[\] #]{1,100} \()?\S{1,300}:\d{1,7}:\d{1,7}\)?$/;

/** The lines that say where, in this folder without its own path; what stands before them repeats the message. */
function framesOf({ stack = "", message }: Error): string[] {
  const start = stack.indexOf(message);
  const after = start === -1 ? stack : stack.slice(start + message.length);
  const here = after.replaceAll(`${process.cwd()}/`, "");
  const lines = here.split("\n").filter((line) => frame.test(line));
  return lines.slice(0, maxFrames).map((line) => line.trim());
}
