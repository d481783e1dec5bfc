import * as leaseKeys from "@/app/.well-known/lease-keys.json/route";
import * as securityTxt from "@/app/.well-known/security.txt/route";
import * as demoClock from "@/app/api/demo/clock/route";
import * as demoTime from "@/app/api/demo/time/route";
import * as openapi from "@/app/api/openapi.json/route";
import * as account from "@/app/api/v1/account/route";
import * as entitlementCheck from "@/app/api/v1/entitlements/check/route";
import * as entitlements from "@/app/api/v1/entitlements/route";
import * as onboarding from "@/app/api/v1/onboarding/route";
import * as usage from "@/app/api/v1/usage/route";
import * as stripeWebhook from "@/app/api/webhooks/stripe/route";
import * as healthz from "@/app/healthz/route";
import * as metrics from "@/app/metrics/route";
import * as offline from "@/app/offline/route";
import * as readyz from "@/app/readyz/route";
import { AppError } from "@/lib/core/errors";
import type { RouteHandler } from "@/lib/entry/route";
import { problemResponse } from "@/lib/platform/http/problem";

/** A handler on Web standards; one that `route` made can also give its answer without making a `Response` of it. */
export type Handler = ((request: Request) => Promise<Response>) & Partial<Pick<RouteHandler, "answer">>;

/** Every route for machines, by its path: what the fast lane of server.ts serves. */
const surface: Record<string, Partial<Record<string, Handler>>> = {
  "/api/v1/entitlements": entitlements,
  "/api/v1/entitlements/check": entitlementCheck,
  "/api/v1/usage": usage,
  "/api/v1/onboarding": onboarding,
  "/api/v1/account": account,
  "/api/openapi.json": openapi,
  "/api/webhooks/stripe": stripeWebhook,
  "/api/demo/clock": demoClock,
  "/api/demo/time": demoTime,
  "/.well-known/lease-keys.json": leaseKeys,
  "/.well-known/security.txt": securityTxt,
  "/healthz": healthz,
  "/readyz": readyz,
  "/metrics": metrics,
  "/offline": offline,
};

/** The paths of the surface, for the test that compares them with the route files. */
export const surfacePaths = Object.keys(surface);

/** The handler for a request, a refusal where the path is known and the method is not, or null where Next should look. */
export function findFastRoute(method: string, pathname: string): Handler | null {
  if (!Object.hasOwn(surface, pathname)) return null;
  return surface[pathname]?.[method] ?? (method === "OPTIONS" || method === "HEAD" ? null : refuseMethod);
}

async function refuseMethod(request: Request): Promise<Response> {
  return problemResponse(new AppError("method_not_allowed", `${request.method} is not possible here.`), null);
}
