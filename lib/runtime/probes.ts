import { inboxIsBehind } from "@/lib/billing/inbox-lag";
import { findStripeProblem } from "@/lib/billing/stripe-problem";
import { AppError } from "@/lib/core/errors";
import { secondMs } from "@/lib/core/time";
import { getSignedLeaseKeys } from "@/lib/entitlements/lease-keys";
import { publicJwks } from "@/lib/identity/keys";
import { equalsInConstantTime } from "@/lib/platform/crypto";
import { query } from "@/lib/platform/db";
import { env, isRehearsal } from "@/lib/platform/env";
import { problemResponse } from "@/lib/platform/http/problem";
import { metricsText } from "@/lib/platform/metrics";
import { singleton } from "@/lib/platform/registry";
import { measureOutboxes } from "@/lib/runtime/outboxes";

const lifecycle = () => singleton("lifecycle", () => ({ isStopping: false }));

/** From now on `/readyz` says no, so that a load balancer sends nobody new while requests in flight finish. */
export function announceStop(): void {
  lifecycle().isStopping = true;
}

/** `GET /healthz`: the process answers. */
export async function healthz(_request: Request): Promise<Response> {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}

/** `GET /readyz`: 200 when this process can serve: database, keys, and an inbox that is not left behind; else 503 with what is missing. */
export async function readyz(_request: Request): Promise<Response> {
  const checks = { process: !lifecycle().isStopping, ...(await lookOncePerSecond()) };
  const isReady = Object.values(checks).every(Boolean);
  return Response.json(
    { status: isReady ? "ready" : "not ready", checks },
    { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

/** Without a database nothing is said of the rest. */
type Health = { database: true; keys: boolean; inbox: boolean } | { database: false };

/** A probe waits no longer for a frozen database. */
const lookMs = 2 * secondMs;

type Look = { health: Promise<Health>; endedAt: number | null };

/** Probes come from anywhere and as often as they like; the database is asked once a second at most, and once at a time. */
function lookOncePerSecond(): Promise<Health> {
  const looks = singleton("health-looks", () => ({ last: startLook() }));
  const { endedAt } = looks.last;
  if (endedAt !== null && Date.now() - endedAt > secondMs) looks.last = startLook();
  return looks.last.health;
}

function startLook(): Look {
  const looking = look();
  const late = new Promise<Health>((resolve) => setTimeout(() => resolve({ database: false }), lookMs).unref());
  const started: Look = { health: Promise.race([looking, late]), endedAt: null };
  void looking.then(() => {
    started.endedAt = Date.now();
  });
  return started;
}

async function look(): Promise<Health> {
  if (!(await isTrue(async () => (await query("select 1")).rowCount === 1))) return { database: false };
  const [keys, inbox] = await Promise.all([
    isTrue(async () => (await publicJwks()).keys.length > 0 && (await getSignedLeaseKeys()).kids.length > 0),
    isTrue(async () => !(await inboxIsBehind())),
    measureOutboxes().catch(() => undefined),
  ]);
  return { database: true, keys, inbox };
}

/**
 * `GET /metrics`: Prometheus text. In production it exists only with METRICS_TOKEN, for whoever sends it as bearer
 * token; in demo and test, which nobody else can reach, for everyone.
 */
export async function metrics(request: Request): Promise<Response> {
  if (!mayReadMetrics(request)) return problemResponse(new AppError("not_found", "There is nothing here."), null);
  await lookOncePerSecond();
  // Sets its gauge. Whether Stripe is well is shown here and to staff, and never makes this service unready.
  findStripeProblem();
  const { contentType, text } = await metricsText();
  return new Response(text, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } });
}

function mayReadMetrics(request: Request): boolean {
  const token = env().METRICS_TOKEN;
  if (!token) return isRehearsal();
  return equalsInConstantTime(request.headers.get("authorization") ?? "", `Bearer ${token}`);
}

async function isTrue(check: () => Promise<boolean>): Promise<boolean> {
  return check().catch(() => false);
}
