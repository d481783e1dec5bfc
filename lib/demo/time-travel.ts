import { z } from "zod";
import { countEventsSince } from "@/lib/billing/inbox-listing";
import { AppError } from "@/lib/core/errors";
import { addMs, dayMs, secondMs } from "@/lib/core/time";
import { clock, systemNow } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { singleton } from "@/lib/platform/registry";

/** One journey goes in stretches of this length: each answers within the patience of a request. */
const stretchMs = 7 * dayMs;
/** Every page of the demo waits for this answer; a sandbox that is busy is not waited for. */
const nextDuePatienceMs = 300;
/** How long the bar says what a journey brought. */
const rememberedMs = 120 * secondMs;

/** How many of the things that people notice a journey brought. */
export type Happened = { started: number; paid: number; failed: number; refunded: number; ended: number };

export type Journey = {
  from: Date;
  to: Date;
  /** System time: when somebody set out, and when it was over. */
  startedAt: Date;
  endedAt: Date | null;
  /** What it brought; null while it lasts and when it failed. */
  happened: Happened | null;
};

const state = () => singleton<{ last: Journey | null }>("time-travel", () => ({ last: null }));

/** True in the demo alone, where the sandbox owns business time. In tests and in production there is no bar and no route. */
export function canTravel(): boolean {
  const { GATEHOUSE_MODE, STRIPE_API_BASE, SANDBOX_CONTROL_SECRET } = env();
  return GATEHOUSE_MODE === "demo" && STRIPE_API_BASE !== undefined && SANDBOX_CONTROL_SECRET !== undefined;
}

/** The journey that is under way, or the one that ended a moment ago. */
export function findJourney(): Journey | null {
  const { last } = state();
  if (!last?.endedAt) return last;
  return systemNow() < addMs(last.endedAt, rememberedMs) ? last : null;
}

/** When the sandbox expects the next thing to happen; null where nothing is due or it does not answer at once. */
export async function findNextDue(): Promise<Date | null> {
  try {
    const { nextDueAt } = await callSandbox("GET", undefined, nextDuePatienceMs);
    return nextDueAt === null ? null : new Date(nextDueAt);
  } catch {
    return null;
  }
}

/**
 * Sets out for an instant of business time and returns at once; `arrived` resolves when it is over, however it ended.
 * @throws AppError `conflict` while another journey is under way
 */
export function setOut(to: Date): { journey: Journey; arrived: Promise<void> } {
  if (!canTravel()) throw new AppError("not_found", "There is nothing here.");
  const { last } = state();
  if (last && !last.endedAt) throw new AppError("conflict", "Time is moving already.");
  const journey: Journey = { from: clock.now(), to, startedAt: systemNow(), endedAt: null, happened: null };
  state().last = journey;
  // Not work in the background: each stop on the way waits until that is empty, and would wait for the journey itself.
  return { journey, arrived: travel(journey) };
}

async function travel(journey: Journey): Promise<void> {
  try {
    for (let here = journey.from; here < journey.to; ) {
      here = new Date(Math.min(addMs(here, stretchMs).getTime(), journey.to.getTime()));
      // The business clock ticks on meanwhile and may have passed a stretch that was short.
      if (here > clock.now()) await callSandbox("POST", { to: here.toISOString() });
    }
    journey.happened = await countHappened(journey.startedAt);
  } catch (error) {
    logger().error({ err: error }, "the business clock did not get where it should");
  } finally {
    journey.endedAt = systemNow();
  }
}

async function countHappened(since: Date): Promise<Happened> {
  const events = await countEventsSince(since);
  return {
    started: events["customer.subscription.created"] ?? 0,
    paid: events["invoice.paid"] ?? 0,
    failed: events["invoice.payment_failed"] ?? 0,
    refunded: events["refund.created"] ?? 0,
    ended: events["customer.subscription.deleted"] ?? 0,
  };
}

const clockAnswer = z.object({ now: z.string(), nextDueAt: z.string().nullable() });

/** The sandbox's clock: read, or moved. It answers a move once everything on the way is done. */
async function callSandbox(method: "GET" | "POST", body?: { to: string }, timeoutMs?: number) {
  const { STRIPE_API_BASE, SANDBOX_CONTROL_SECRET } = env();
  const answer = await fetch(`${STRIPE_API_BASE}/_sandbox/clock`, {
    method,
    headers: { authorization: `Bearer ${SANDBOX_CONTROL_SECRET}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
    signal: timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return clockAnswer.parse(await answer.json());
}
