import { createHash } from "node:crypto";
import type { Delivery, Faults } from "../core/collections";

export const noFaults: Faults = {
  id: "faults",
  seed: 1,
  duplicate: 0,
  reorder: 0,
  drop: 0,
  wrong_signature: 0,
  stale_timestamp: 0,
  delay_ms: 0,
  api_latency_ms: 0,
  sinceSequence: 0,
};

export type DrawnFault = "duplicate" | "reorder" | "drop" | "wrong_signature" | "stale_timestamp";
const drawn: readonly DrawnFault[] = ["duplicate", "reorder", "drop", "wrong_signature", "stale_timestamp"];

/**
 * Which faults befall a delivery. Drawn from the seed and the delivery's place since the faults were set, and from
 * nothing else, so that the same seed and the same story give the same run. Only a first attempt suffers.
 */
export function decideFaults(faults: Faults, delivery: Delivery): Set<DrawnFault> {
  if (delivery.attempts.length > 0 || delivery.sequence < faults.sinceSequence) return new Set();
  const place = delivery.sequence - faults.sinceSequence;
  return new Set(drawn.filter((fault) => draw(faults.seed, fault, place) < faults[fault]));
}

/** A number from 0 up to 1 that looks random and depends only on its arguments. */
function draw(seed: number, fault: string, place: number): number {
  return createHash("sha256").update(`${seed}:${fault}:${place}`).digest().readUInt32BE(0) / 2 ** 32;
}
