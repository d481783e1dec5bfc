import { z } from "zod";
import { sweepInbox } from "@/lib/billing/inbox";
import { AppError } from "@/lib/core/errors";
import { secondMs } from "@/lib/core/time";
import { backgroundIdle } from "@/lib/platform/background";
import { clock, setClockOffset, systemNow } from "@/lib/platform/clock";
import { equalsInConstantTime } from "@/lib/platform/crypto";
import { env, isRehearsal } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { problemResponse, toAppError } from "@/lib/platform/http/problem";
import { keepClockOffset } from "@/lib/platform/instance";
import { runSweep } from "@/lib/runtime/worker";

const moveInput = z.strictObject({ now: z.iso.datetime() });
const maxWaitMs = 30 * secondMs;

/**
 * `POST /api/demo/clock`: the sandbox tells the app what time it is. The answer comes once everything that Stripe sent
 * before is handled, the clock is set, and the sweeps have run, so that the sandbox may go on to the next due instant.
 * In production the route does not exist.
 */
export async function moveDemoClock(request: Request): Promise<Response> {
  try {
    const secret = env().SANDBOX_CONTROL_SECRET;
    if (!isRehearsal() || !secret) throw new AppError("not_found", "There is nothing here.");
    if (!equalsInConstantTime(request.headers.get("authorization") ?? "", `Bearer ${secret}`)) {
      throw new AppError("unauthenticated", "Only the sandbox moves the clock.");
    }
    const parsed = moveInput.safeParse(JSON.parse(new TextDecoder().decode(await readBody(request, 1024))));
    if (!parsed.success)
      throw new AppError("invalid_request", "Send the new time as {now}, in ISO 8601.", { field: "now" });
    await emptyInbox();
    await moveTo(new Date(parsed.data.now));
    await runSweep("mail");
    return Response.json({ now: clock.now().toISOString(), nextDueAt: null });
  } catch (error) {
    return problemResponse(toAppError(error), null);
  }
}

async function moveTo(now: Date): Promise<void> {
  const offsetMs = now.getTime() - systemNow().getTime();
  await keepClockOffset(offsetMs);
  setClockOffset(offsetMs);
}

/** Handles events until none waits that could be handled now. */
async function emptyInbox(): Promise<void> {
  const deadline = systemNow().getTime() + maxWaitMs;
  do {
    await backgroundIdle();
  } while ((await sweepInbox()) > 0 && systemNow().getTime() < deadline);
}
