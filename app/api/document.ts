import { routes } from "@/generated/api-routes";
import { openApiDocument } from "@/lib/entry/openapi";
import type { RouteHandler } from "@/lib/entry/route";
import { publicOrigin } from "@/lib/web/origin";

/** The description of everything under /api/v1, made from the routes themselves. */
export function apiDocument(): ReturnType<typeof openApiDocument> {
  const handlers = Object.values(routes).flatMap((route): RouteHandler[] => Object.values(route));
  return openApiDocument(handlers, publicOrigin());
}
