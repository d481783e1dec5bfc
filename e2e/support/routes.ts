import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "@/scripts/project-root";

export type BuiltRoute = {
  /** As Next writes it, e.g. `/account/invoices/[id]/[document]`. */
  route: string;
  kind: "page" | "handler";
};

/** Every route of the build, from Next's manifest: pages, route handlers, and the files that Next generates. */
export function builtRoutes(): BuiltRoute[] {
  const manifest = path.join(projectRoot, ".next", "app-path-routes-manifest.json");
  const routes = Object.entries<string>(JSON.parse(readFileSync(manifest, "utf8")));
  return routes.map(([file, route]) => ({ route, kind: file.endsWith("/page") ? "page" : "handler" }));
}

/** An address of the route with this text, unencoded, in each dynamic part. */
export function addressOf({ route }: BuiltRoute, part: string): string {
  return route.replace(/\[[^\]]+\]/g, () => part);
}
