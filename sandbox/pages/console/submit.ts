import { setTimeout as sleep } from "node:timers/promises";
import type { Control } from "../../control/control";
import { MoveStopped } from "../../control/move-clock";
import type { Sandbox } from "../../core/sandbox";
import { StripeError } from "../../http/errors";
import { type Page, redirect } from "../layout";
import { showClock } from "./clock";
import { readFaultsForm } from "./faults";

const day = 86_400_000;
/** A move that takes longer goes on by itself; the page shows how far it is. */
const waitForMoveMs = 1_000;

/** Carries out one button of the console and leads back to where it stood. A refusal is shown; it changes nothing. */
export async function submitConsole(sandbox: Sandbox, control: Control, form: URLSearchParams): Promise<Page> {
  const id = form.get("id") ?? "";
  try {
    const action = form.get("action");
    if (action === "advance") await startMove(control, readTarget(sandbox, form));
    if (action === "freeze" || action === "thaw") await control.moveClock({ freeze: action === "freeze" });
    if (action === "replay") control.replayDelivery(id);
    if (action === "retry") control.retryDelivery(id);
    if (action === "resend") control.resendEvent(id);
    if (action === "roll") control.rollSecret(id, { expires_in: Number(form.get("expires_in") ?? 0) });
    if (action === "enable" || action === "disable") control.setEndpointStatus(id, `${action}d`);
    if (action === "faults") control.setFaults(readFaultsForm(form));
    if (action === "no_faults") control.setFaults({});
    return redirect(backTo(form.get("back")));
  } catch (error) {
    if (!(error instanceof StripeError || error instanceof MoveStopped)) throw error;
    return showClock({ sandbox, control, query: new URLSearchParams(), problem: error.message });
  }
}

function readTarget(sandbox: Sandbox, form: URLSearchParams): { to?: unknown; by?: unknown } {
  const days = Number(form.get("days"));
  if (days > 0) return { to: new Date(sandbox.clock.nowMs() + Math.min(days, 366) * day).toISOString() };
  const next = form.get("next") ? sandbox.nextDueAt() : null;
  if (next !== null) return { to: new Date(Math.max(next * 1_000, sandbox.clock.nowMs())).toISOString() };
  return { to: form.get("to") || undefined, by: form.get("by") };
}

async function startMove(control: Control, request: { to?: unknown; by?: unknown }): Promise<void> {
  const move = control.moveClock(request);
  // Whoever waits no longer is told by the page, which knows why the last move stopped.
  move.catch(() => undefined);
  await Promise.race([move, sleep(waitForMoveMs, undefined, { ref: false })]);
}

/** Only an address on this very sandbox. */
function backTo(path: string | null): string {
  return path && /^\/(?!\/)[\w/?=&.%+-]*$/.test(path) ? path : "/";
}
