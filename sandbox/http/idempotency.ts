import { createHash } from "node:crypto";
import type { IdempotentAnswer } from "../core/facts";
import type { Store } from "../core/store";
import { invalidRequest, StripeError } from "./errors";

const keepMs = 24 * 3_600 * 1_000;

export function fingerprintOf(method: string, path: string, body: string): string {
  return createHash("sha256").update(`${method} ${path}\n${body}`).digest("hex");
}

export function requireValidKey(key: string): void {
  if (key.length > 255) throw invalidRequest("Idempotency keys may be at most 255 characters long.");
}

/** The answer already given under this key, or null. Throws 400 when the key was used for something else. */
export function findRecordedAnswer(store: Store, key: string, fingerprint: string): IdempotentAnswer | null {
  const answer = store.find("idempotent_answer", key);
  if (!answer || answer.expiresAtMs < Date.now()) return null;
  if (answer.fingerprint !== fingerprint) {
    throw new StripeError(400, {
      type: "idempotency_error",
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    });
  }
  return answer;
}

/** Must run in the transaction of the change itself, so that a kill between the two can't repeat the change. */
export function recordAnswer(
  store: Store,
  key: string,
  answer: Pick<IdempotentAnswer, "fingerprint" | "status" | "body" | "requestId">,
): void {
  store.put("idempotent_answer", { id: key, ...answer, expiresAtMs: Date.now() + keepMs });
}

/** Forgets answers whose day has passed. */
export function forgetOldAnswers(store: Store): void {
  const old = [...store.all("idempotent_answer")].filter((answer) => answer.expiresAtMs < Date.now());
  if (old.length === 0) return;
  store.transaction(() => {
    for (const answer of old) store.remove("idempotent_answer", answer.id);
  });
}

export function keyInUse(key: string): StripeError {
  return new StripeError(409, {
    type: "idempotency_error",
    code: "idempotency_key_in_use",
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}`,
  });
}
