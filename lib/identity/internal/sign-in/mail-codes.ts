import { randomInt } from "node:crypto";
import { AppError, isAppError } from "@/lib/core/errors";
import { type RateLimit, requireWithinLimit } from "@/lib/platform/rate-limit";

/** How many times the code of one mail may be typed; after that it is refused even when it is right. */
export const codeTries = 5;

/** A new code: six digits. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/**
 * Counts a code, right or wrong, that was typed for an address. Beyond the limit that is a code too many and no matter of
 * waiting: the link of the mail goes on working.
 * @throws AppError `code_exhausted`
 */
export async function requireCodesLeft(limit: RateLimit, email: string): Promise<void> {
  try {
    await requireWithinLimit(limit, email);
  } catch (refusal) {
    throw isAppError(refusal, "rate_limited") ? codeExhausted() : refusal;
  }
}

/** The refusal of a wrong code that was the mail's `tries`-th. */
export function wrongCode(tries: number): AppError {
  const left = codeTries - tries;
  if (left <= 0) return codeExhausted();
  return new AppError("code_wrong", `That is not the code from the mail. Tries left: ${left}.`, { field: "code" });
}

/** The refusal of any code of a mail whose tries are used up. */
export function codeExhausted(): AppError {
  return new AppError(
    "code_exhausted",
    "The code was typed wrongly too often. Use the link in the mail or ask for a new one.",
  );
}
