import { minuteMs } from "@/lib/core/time";
import { env } from "@/lib/platform/env";
import { singleton } from "@/lib/platform/registry";

const state = () => singleton("clock", () => ({ offsetMs: 0 }));

/**
 * Business time: billing, entitlements, dunning, SLA and metrics. In production it is the system's time; in demo and
 * test the sandbox moves it. What a person must do in real time (sessions, tokens, signatures, rate limits, locks)
 * reads `systemNow` instead.
 */
export const clock = {
  now: (): Date => new Date(Date.now() + state().offsetMs),
  offsetMs: (): number => state().offsetMs,
};

/** True where business time was moved. Rows that keep only the machine's time then have to say so. */
export function clocksDiffer(): boolean {
  return Math.abs(clock.offsetMs()) > minuteMs;
}

/** The system's time, which never moves by our hand. */
export function systemNow(): Date {
  return new Date();
}

/** Moves business time to lie this far from the system's. @throws Error in production, where time is not ours. */
export function setClockOffset(offsetMs: number): void {
  if (env().GATEHOUSE_MODE === "production") throw new Error("The clock does not move in production.");
  state().offsetMs = offsetMs;
}
