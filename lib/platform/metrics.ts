import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { singleton } from "@/lib/platform/registry";

const metrics = () =>
  singleton("metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const requests = new Counter({
      name: "gatehouse_http_requests_total",
      help: "Requests answered, by route and status.",
      labelNames: ["method", "route", "status"],
      registers: [registry],
    });
    const duration = new Histogram({
      name: "gatehouse_http_request_duration_seconds",
      help: "Time from the request's arrival to its answer.",
      labelNames: ["method", "route"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [registry],
    });
    const outboxGauge = (name: string, help: string) =>
      new Gauge({ name: `gatehouse_outbox_${name}`, help, labelNames: ["outbox"], registers: [registry] });
    const outbox = {
      oldest: outboxGauge("oldest_seconds", "Age of the oldest row that waits to be settled."),
      due: outboxGauge("due", "Rows whose next attempt is due."),
      dead: outboxGauge("dead", "Rows that are marked as dead letters."),
    };
    const stripeProblem = new Gauge({
      name: "gatehouse_stripe_problem",
      help: "1 where this problem kept us from selling when Stripe was last looked at, else 0.",
      labelNames: ["problem"],
      registers: [registry],
    });
    return { registry, requests, duration, outbox, stripeProblem };
  });

/** Counts one answered request. `route` is the declared path, never the address with its ids. */
export function countRequest(method: string, route: string, status: number, durationMs: number): void {
  metrics().requests.inc({ method, route, status: String(status) });
  metrics().duration.observe({ method, route }, durationMs / 1000);
}

/** Notes how far an outbox is behind. */
export function setOutboxHealth(outbox: string, health: { oldestMs: number; due: number; dead: number }): void {
  const { oldest, due, dead } = metrics().outbox;
  oldest.set({ outbox }, health.oldestMs / 1000);
  due.set({ outbox }, health.due);
  dead.set({ outbox }, health.dead);
}

/** Notes which of the known problems there is with Stripe; every one of them has a series from the start. */
export function setStripeProblem(known: readonly string[], current: string | null): void {
  for (const problem of known) metrics().stripeProblem.set({ problem }, problem === current ? 1 : 0);
}

/** All metrics in Prometheus' text format. */
export async function metricsText(): Promise<{ contentType: string; text: string }> {
  const { registry } = metrics();
  return { contentType: registry.contentType, text: await registry.metrics() };
}
