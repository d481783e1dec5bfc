import { setTimeout } from "node:timers/promises";
import { AppError, isAppError } from "@/lib/core/errors";
import { addMs, dayMs, minuteMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { seal, sha256, unseal } from "@/lib/platform/crypto";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import { db } from "@/lib/platform/db";
import type { Answer } from "@/lib/platform/http/answer";

const keyPattern = /^[\x21-\x7e]{1,255}$/;
/** How long an answer is kept, and how long a request may take before another may try in its place. */
const keptMs = dayMs;
const lockMs = minuteMs;
/** How often the database is asked again to take a key back that it gave no answer about. */
const giveBackAgainMs = secondMs;

/** A key while its request runs, as this request wrote it down. */
type Claim = { id: string; requestHash: string; lockedUntil: Date };

/**
 * Runs a mutation once per `Idempotency-Key`. A repeat gets the first answer byte for byte, for 24 hours; the answer is
 * kept encrypted. A failure of ours (5xx) is not kept: the same key may try again.
 * @throws AppError `idempotency_key_missing`, `idempotency_in_flight`, `idempotency_key_reused`
 */
export async function withIdempotency(
  request: Request,
  caller: string,
  body: Uint8Array,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers.get("idempotency-key");
  if (!key)
    throw new AppError(
      "idempotency_key_missing",
      "Send an Idempotency-Key header, such as a UUID, and repeat it with each retry.",
    );
  if (!keyPattern.test(key)) {
    throw new AppError("invalid_request", "An Idempotency-Key has 1 to 255 visible ASCII characters.", {
      field: "Idempotency-Key",
    });
  }
  const { pathname } = new URL(request.url);
  const id = sha256(caller, request.method, pathname, key);
  const claim = { id, requestHash: sha256(body), lockedUntil: addMs(systemNow(), lockMs) };
  try {
    const kept = await take(claim);
    if (kept) return kept;
    const answer = await run();
    await (answer.status < 500 ? keep(claim, answer) : release(claim));
    return answer;
  } catch (error) {
    if (!isTaken(error)) await giveBack(claim);
    throw error;
  }
}

/** True where the key was never ours. */
function isTaken(error: unknown): boolean {
  return isAppError(error, "idempotency_in_flight") || isAppError(error, "idempotency_key_reused");
}

/** Takes the key, or returns the answer that it already has. */
async function take({ id, requestHash, lockedUntil }: Claim): Promise<Answer | null> {
  const now = systemNow();
  // One statement decides: the row is ours when it is new, when its answer has expired, or when its holder is long gone.
  const claimed = await db().$executeRaw`
    insert into idempotency_record (id, "requestHash", state, "lockedUntil", "expiresAt")
    values (${id}, ${requestHash}, 'in_flight', ${lockedUntil}, ${addMs(now, keptMs)})
    on conflict (id) do update set
      "requestHash" = excluded."requestHash", state = 'in_flight', "lockedUntil" = excluded."lockedUntil",
      "expiresAt" = excluded."expiresAt", status = null, "contentType" = null, "bodySealed" = null
    where idempotency_record."expiresAt" < ${now}
       or (idempotency_record.state = 'in_flight' and idempotency_record."lockedUntil" < ${now}
           and idempotency_record."requestHash" = excluded."requestHash")`;
  if (claimed === 1) return null;

  const record = await db().idempotencyRecord.findUnique({ where: { id } });
  if (record && record.requestHash !== requestHash) {
    throw new AppError(
      "idempotency_key_reused",
      "This Idempotency-Key was used for another request. Choose a new one.",
    );
  }
  if (record?.state !== "done" || record.bodySealed === null) {
    throw new AppError("idempotency_in_flight", "The first request with this Idempotency-Key is still running.", {
      retryAfterSeconds: 1,
    });
  }
  return {
    status: record.status ?? 200,
    headers: {
      "Content-Type": record.contentType ?? "application/json",
      "Idempotency-Replayed": "true",
      "Cache-Control": "no-store",
    },
    body: unseal(record.bodySealed),
  };
}

async function keep({ id }: Claim, { status, headers, body }: Answer): Promise<void> {
  await db().idempotencyRecord.update({
    where: { id },
    data: { state: "done", status, contentType: headers["Content-Type"] ?? null, bodySealed: seal(body ?? "") },
  });
}

/** Only as long as it is ours: another request may have taken it over once its time was up. */
async function release({ id, lockedUntil }: Claim): Promise<void> {
  await db().idempotencyRecord.deleteMany({ where: { id, state: "in_flight", lockedUntil } });
}

/** Gives the key of a failed request back; where the database gives no answer, as soon as it does again. */
async function giveBack(claim: Claim): Promise<void> {
  try {
    await release(claim);
  } catch (error) {
    if (!isDatabaseOutage(error)) throw error;
    void giveBackLater(claim);
  }
}

/** Not awaited, not even by a shutdown: the key expires anyway once its time is up. */
async function giveBackLater(claim: Claim): Promise<void> {
  while (systemNow() < claim.lockedUntil) {
    await setTimeout(giveBackAgainMs, undefined, { ref: false });
    const isDone = await release(claim).then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
}
