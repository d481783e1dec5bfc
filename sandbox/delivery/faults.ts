import { createHash } from "node:crypto";
import type { Delivery, Faults } from "../core/facts";

export const noFaults: Faults = {
  id: "faults",
  seed: 1,
  duplicate: 0,
  reorder: 0,
  drop: 0,
  truncate: 0,
  wrong_signature: 0,
  stale_timestamp: 0,
  slow_endpoint: 0,
  dead_endpoint: 0,
  delay_ms: 0,
  api_latency_ms: 0,
  sinceSequence: 0,
};

/** What befalls a delivery once, on its first attempt: the retry, if there is one, is as it should be. */
const onceOnly = ["duplicate", "reorder", "drop", "truncate", "wrong_signature", "stale_timestamp"] as const;
/** What may befall each attempt, for as long as the fault is on. */
const lasting = ["slow_endpoint", "dead_endpoint"] as const;
/** The faults that are probabilities. */
export const drawnFaults = [...onceOnly, ...lasting];
export type DrawnFault = (typeof drawnFaults)[number];

/**
 * Which faults befall the next attempt of a delivery. Drawn from the seed, the delivery's place since the faults were set
 * and the attempt's number, and from nothing else, so that the same seed and the same story give the same run.
 */
export function decideFaults(stored: Faults, delivery: Delivery): Set<DrawnFault> {
  const faults = { ...noFaults, ...stored };
  if (delivery.sequence < faults.sinceSequence) return new Set();
  const place = delivery.sequence - faults.sinceSequence;
  const attempt = delivery.attempts.length;
  const once = attempt > 0 ? [] : onceOnly.filter((fault) => draw(faults.seed, fault, `${place}`) < faults[fault]);
  const lasts = lasting.filter((fault) => draw(faults.seed, fault, `${place}:${attempt}`) < faults[fault]);
  return new Set([...once, ...lasts]);
}

/** A number from 0 up to 1 that looks random and depends only on its arguments. */
function draw(seed: number, fault: string, place: string): number {
  return createHash("sha256").update(`${seed}:${fault}:${place}`).digest().readUInt32BE(0) / 2 ** 32;
}
