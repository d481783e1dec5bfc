import { decidePeriodBoundary } from "../core/decide-period";
import { parameterInvalid } from "../http/errors";

/**
 * Where a request to move the clock leads, in milliseconds: `{to: ISO date}`, or `{by}` with seconds or an ISO 8601
 * duration such as `P1M`, `P2W`, `P1DT12H`. Throws a Stripe-shaped 400 for anything else and for a way back.
 */
export function decideTarget(request: { to?: unknown; by?: unknown }, nowMs: number): number {
  const targetMs = request.to !== undefined ? readDate(request.to) : nowMs + readDistanceMs(request.by, nowMs);
  if (targetMs < nowMs) throw parameterInvalid(request.to !== undefined ? "to" : "by", "The clock never goes back.");
  if (targetMs > nowMs + 20 * 366 * 86_400_000) {
    throw parameterInvalid(request.to !== undefined ? "to" : "by", "The clock moves at most twenty years at a time.");
  }
  return targetMs;
}

function readDate(to: unknown): number {
  const at = typeof to === "string" ? Date.parse(to) : Number.NaN;
  if (Number.isNaN(at)) throw parameterInvalid("to", "`to` must be an ISO 8601 date.");
  return at;
}

function readDistanceMs(by: unknown, nowMs: number): number {
  if (typeof by === "number" && Number.isFinite(by)) return by * 1_000;
  const match = typeof by === "string" ? duration.exec(by) : null;
  if (!match || by === "P" || String(by).endsWith("T")) {
    throw parameterInvalid("by", "`by` must be seconds or an ISO 8601 duration, e.g. P1M.");
  }
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const nowSeconds = Math.floor(nowMs / 1_000);
  const calendar = decidePeriodBoundary(nowSeconds, { interval: "month", interval_count: 1 }, years * 12 + months);
  return (calendar - nowSeconds + ((weeks * 7 + days) * 24 + hours) * 3_600 + minutes * 60 + seconds) * 1_000;
}

const duration = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
