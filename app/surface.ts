import { routes } from "@/generated/routes";
import { AppError } from "@/lib/core/errors";
import type { RouteHandler } from "@/lib/entry/route";
import { problemResponse } from "@/lib/platform/http/problem";

/** A handler on Web standards; one that `route` made can also give its answer without making a `Response` of it. */
export type Handler = ((request: Request) => Promise<Response>) & Partial<Pick<RouteHandler, "answer">>;

/** Every route for machines, by its path: what the fast lane of server.ts serves. */
const surface: Record<string, Partial<Record<string, Handler>>> = routes;

/** The paths of the surface. */
export const surfacePaths = Object.keys(surface);

/** The handler for a request, a refusal where the path is known and the method is not, or null where Next should look. */
export function findFastRoute(method: string, pathname: string): Handler | null {
  if (!Object.hasOwn(surface, pathname)) return null;
  return surface[pathname]?.[method] ?? (method === "OPTIONS" || method === "HEAD" ? null : refuseMethod);
}

async function refuseMethod(request: Request): Promise<Response> {
  return problemResponse(new AppError("method_not_allowed", `${request.method} is not possible here.`), null);
}
