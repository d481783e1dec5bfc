import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Prisma } from "@/generated/prisma/client";
import { AppError } from "@/lib/core/errors";
import { sendConsoleToLog } from "@/lib/platform/console-to-log";
import { createLogger, logger } from "@/lib/platform/logger";

const lines: string[] = [];
const log = createLogger("debug", { write: (line) => void lines.push(line) });

/** What the work writes into the log. */
function linesOf(work: () => void): string {
  work();
  return lines.splice(0).join("");
}

const logged = (error: unknown) => JSON.parse(linesOf(() => log.error({ err: error }, "it failed"))).err;

const prismaError = new Prisma.PrismaClientKnownRequestError(
  'Invalid `prisma.webhookEvent.upsert()` invocation:\n{ payload: "{\\"email\\":\\"ada@example.com\\"}" }\n\nValue out of range',
  {
    code: "P2020",
    clientVersion: "7",
    meta: {
      modelName: "WebhookEvent",
      driverAdapterError: { cause: { kind: "postgres", originalCode: "22008", originalMessage: "of ada@example.com" } },
    },
  },
);

test("an error of Prisma is its code and its model, and nothing of what was to be written", () => {
  expect(logged(prismaError)).toMatchObject({
    type: "PrismaClientKnownRequestError",
    code: "P2020",
    modelName: "WebhookEvent",
    originalCode: "22008",
  });
  expect(JSON.stringify(logged(prismaError))).not.toMatch(/ada|Invalid|email/);
});

test("an error code is seen, also of what caused an error, and a secret is not", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  const error = new AppError("unavailable", "The database does not answer.", { cause: refused });
  expect(logged(error)).toMatchObject({
    code: "unavailable",
    message: "The database does not answer.",
    cause: { code: "ECONNREFUSED", syscall: "connect" },
  });
  expect(
    linesOf(() => log.info({ device: { userCode: "BCDF-GHJK" }, person: { email: "ada@example.com" } }, "x")),
  ).not.toMatch(/BCDF|ada/);
});

test("where an error was thrown is seen", () => {
  expect(logged(new Error("x")).stack[0]).toMatch(/^at .*logger\.test\.ts:\d+:\d+\)?$/);
});

test("where an error was thrown is seen in a folder whose name has spaces, without that name", () => {
  vi.spyOn(process, "cwd").mockReturnValue("/srv/my app");
  const error = Object.assign(new Error("x"), { stack: "Error: x\n    at pay (/srv/my app/lib/pay.ts:1:2)" });
  expect(logged(error).stack).toEqual(["at pay (lib/pay.ts:1:2)"]);
});

/** Errors that repeat what they were given, as libraries make them. */
const repeating: ((given: string) => unknown)[] = [
  (given) => new Error(given),
  (given) => new Error(`first line\n    at ${given}\n${given}`),
  (given) => Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL", input: given }),
  (given) =>
    Object.assign(new Error("x"), {
      detail: `Key (email)=(${given}) already exists.`,
      code: given,
      meta: { target: given },
    }),
  (given) => new AppError("internal", "Ours.", { cause: new Error(given) }),
  (given) => new AggregateError([new Error(given)], given),
  (given) => Object.assign(new Error("before"), { message: given }),
  (given) => given,
  (given) => ({ message: given }),
];

test("nothing that an error repeats is written", () => {
  const secret = fc.string().map((noise) => `<ada@example.com>${noise}`);
  fc.assert(
    fc.property(secret, fc.constantFrom(...repeating), (given, errorOf) => {
      expect(linesOf(() => log.error({ err: errorOf(given) }, "it failed"))).not.toContain("ada@example");
    }),
  );
});

test("what libraries print goes into the log without what they quote", () => {
  const { error, warn } = console;
  const said: unknown[][] = [];
  const note = (...values: unknown[]) => void said.push(values);
  vi.spyOn(logger(), "error").mockImplementation(note);
  vi.spyOn(logger(), "warn").mockImplementation(note);
  sendConsoleToLog();
  const printed: Pick<Console, "error" | "warn"> = console;
  try {
    printed.error("⨯", new SyntaxError(`Unexpected token, "ada@example.com" is not valid JSON`));
    printed.warn('`origin` header with value `ada@example.com" is odd');
  } finally {
    Object.assign(console, { error, warn });
  }
  expect(said).toEqual([
    [{ source: "console", err: expect.objectContaining({ type: "SyntaxError" }) }, "⨯"],
    [{ source: "console" }, "… is odd"],
  ]);
  expect(JSON.stringify(said)).not.toContain("ada@");
});
