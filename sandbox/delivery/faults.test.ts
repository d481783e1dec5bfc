import { expect, test } from "vitest";
import type { Delivery } from "../core/facts";
import { decideFaults, drawnFaults, noFaults } from "./faults";

function delivery(sequence: number, changes: Partial<Delivery> = {}): Delivery {
  return {
    id: `dlv_${sequence}`,
    event: "evt_1",
    eventType: "invoice.paid",
    endpoint: "we_1",
    status: "pending",
    attempts: [],
    attemptsBeforeReplay: 0,
    nextAttemptAtMs: 0,
    sequence,
    ...changes,
  };
}

const half = { ...noFaults, duplicate: 0.5, drop: 0.5, wrong_signature: 0.5 };
const drawFor = (faults: typeof half, from: number) =>
  Array.from({ length: 200 }, (_, index) => [...decideFaults(faults, delivery(from + index))]);

test("the same seed gives the same faults, wherever the count of deliveries stood", () => {
  expect(drawFor({ ...half, seed: 7 }, 0)).toEqual(drawFor({ ...half, seed: 7, sinceSequence: 1_000 }, 1_000));
});

test.each(drawnFaults)("the same seed lets %s befall the same deliveries, another seed others", (fault) => {
  const drawn = (seed: number) =>
    drawFor({ ...noFaults, [fault]: 0.5, seed }, 0).map((faults) => faults.includes(fault));
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(7)).not.toEqual(drawn(8));
  expect(new Set(drawn(7)).size).toBe(2);
});

test("a slow or dead endpoint is one on every attempt for as long as that is on", () => {
  const always = { ...noFaults, dead_endpoint: 1, drop: 1 };
  const attempt = { at: "", status: null, response: "", durationMs: 1, faults: [] };
  expect([...decideFaults(always, delivery(0, { attempts: [attempt, attempt] }))]).toEqual(["dead_endpoint"]);
});

test("another seed gives other faults", () => {
  expect(drawFor({ ...half, seed: 7 }, 0)).not.toEqual(drawFor({ ...half, seed: 8 }, 0));
});

test("a probability is roughly kept", () => {
  const dropped = drawFor({ ...half, drop: 0.3 }, 0).filter((faults) => faults.includes("drop")).length;
  expect(dropped).toBeGreaterThan(35);
  expect(dropped).toBeLessThan(85);
});

test("a retry and a delivery from before the faults were set are left alone", () => {
  const always = { ...noFaults, drop: 1, sinceSequence: 5 };
  const attempt = { at: "", status: 500, response: "", durationMs: 1, faults: [] };
  expect(decideFaults(always, delivery(5, { attempts: [attempt] })).size).toBe(0);
  expect(decideFaults(always, delivery(4)).size).toBe(0);
  expect(decideFaults(always, delivery(5)).has("drop")).toBe(true);
});
