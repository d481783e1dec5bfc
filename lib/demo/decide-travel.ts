import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { addMs, dayMs } from "@/lib/core/time";

/** How far one journey may lead. */
const maxTravelDays = 366;

const travelInput = z.union([
  z.object({ by: z.enum(["day", "month"]) }),
  z.object({ to: z.iso.datetime().transform((at) => new Date(at)) }),
  z.object({ days: z.coerce.number().int().min(1).max(365) }),
]);

/**
 * Where a form of the time bar leads: a day or a month on, to an instant, or so many days ahead. A month ends on the
 * last day of the next month where that is shorter.
 * @throws AppError `invalid_request` for anything else, for a way back, and for more than a year
 */
export function decideTravel(form: Record<string, string>, now: Date): Date {
  const parsed = travelInput.safeParse(form);
  if (!parsed.success) throw new AppError("invalid_request", "Say how far to go: by, to or days.", { field: "by" });
  const target = targetOf(parsed.data, now);
  if (target <= now) throw new AppError("invalid_request", "Time does not go back.", { field: "to" });
  if (target > addMs(now, maxTravelDays * dayMs))
    throw new AppError("invalid_request", "One journey leads a year ahead at most.", { field: "to" });
  return target;
}

function targetOf(input: z.output<typeof travelInput>, now: Date): Date {
  if ("to" in input) return input.to;
  if ("days" in input) return addMs(now, input.days * dayMs);
  return input.by === "day" ? addMs(now, dayMs) : nextMonth(now);
}

function nextMonth(now: Date): Date {
  const next = new Date(now);
  next.setUTCMonth(now.getUTCMonth() + 1);
  // The 31st of a month without one would fall into the month after.
  if (next.getUTCDate() !== now.getUTCDate()) next.setUTCDate(0);
  return next;
}
