import { sweepsAreBehind } from "@/lib/entry/lag";
import { publicJwks } from "@/lib/identity/keys";
import { pool } from "@/lib/platform/db";
import { metricsText } from "@/lib/platform/metrics";
import { singleton } from "@/lib/platform/registry";

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
  const [database, keys, inbox] = await Promise.all([
    isTrue(async () => (await pool().query("select 1")).rowCount === 1),
    isTrue(async () => (await publicJwks()).keys.length > 0),
    isTrue(async () => !(await sweepsAreBehind())),
  ]);
  const checks = { process: !lifecycle().isStopping, database, keys, inbox };
  const isReady = Object.values(checks).every(Boolean);
  return Response.json(
    { status: isReady ? "ready" : "not ready", checks },
    { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

/** `GET /metrics`: Prometheus text. Keep it off the public internet; see docs/hosting.md. */
export async function metrics(_request: Request): Promise<Response> {
  await sweepsAreBehind().catch(() => undefined);
  const { contentType, text } = await metricsText();
  return new Response(text, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } });
}

async function isTrue(check: () => Promise<boolean>): Promise<boolean> {
  return check().catch(() => false);
}
