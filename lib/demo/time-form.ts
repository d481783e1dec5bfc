import { AppError } from "@/lib/core/errors";
import { secondMs } from "@/lib/core/time";
import { decideTravel } from "@/lib/demo/decide-travel";
import { canTravel, findJourney, type Journey, setOut } from "@/lib/demo/time-travel";
import { clock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { problemResponse, toAppError } from "@/lib/platform/http/problem";
import { requireSameOrigin } from "@/lib/platform/http/same-origin";

/** A browser without scripts is led back after this long, and finds the bar still moving. */
const formPatienceMs = 20 * secondMs;

/** `GET /api/demo/time`: where the business clock is and how far a journey has come, for the bar of the demo. */
export async function showTimeTravel(_request: Request): Promise<Response> {
  return attempt(async () => progressAnswer(findJourney(), 200));
}

/**
 * `POST /api/demo/time`: the forms of the bar. A script that asks for JSON gets the journey as it sets out; a plain form
 * is led back to its page once time has moved. Outside the demo there is nothing here.
 */
export async function startTimeTravel(request: Request): Promise<Response> {
  return attempt(async () => {
    requireSameOrigin(request);
    const form = new URLSearchParams(new TextDecoder().decode(await readBody(request, 1024)));
    const { journey, arrived } = setOut(decideTravel(Object.fromEntries(form), clock.now()));
    if (request.headers.get("accept")?.includes("application/json")) return progressAnswer(journey, 202);
    await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, formPatienceMs).unref())]);
    return new Response(null, { status: 303, headers: { Location: pageBefore(request), "Cache-Control": "no-store" } });
  });
}

async function attempt(run: () => Promise<Response>): Promise<Response> {
  try {
    if (!canTravel()) throw new AppError("not_found", "There is nothing here.");
    return await run();
  } catch (error) {
    return problemResponse(toAppError(error), null);
  }
}

function progressAnswer(journey: Journey | null, status: number): Response {
  const now = clock.now();
  const isMoving = journey !== null && journey.endedAt === null;
  const share = isMoving
    ? (now.getTime() - journey.from.getTime()) / (journey.to.getTime() - journey.from.getTime())
    : 1;
  const body = { now: now.toISOString(), isMoving, share: Math.min(1, Math.max(0, share)) };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** The page that held the form: always one of ours, whatever the browser says it came from. */
function pageBefore(request: Request): string {
  const referrer = request.headers.get("referer") ?? "";
  if (!URL.canParse(referrer) || new URL(referrer).host !== new URL(env().GATEHOUSE_URL).host) return "/";
  const { pathname, search } = new URL(referrer);
  return pathname.replace(/^[/\\]+/, "/") + search;
}
