// Plain Node, because scripts/bootstrap.mjs runs it before anything is installed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Routes that need Next itself: next-auth reads its headers, OAuth shares its paths with pages, staff are led to Stripe, and
 * the catch-alls are for unknown paths. Routes in groups, such as `(site)`, belong to pages.
 */
const servedByNext = [
  /^\/\(/,
  /^\/staff\//,
  /^\/api\/auth\//,
  /^\/oauth\//,
  /^\/\.well-known\/(jwks|oauth|openid)/,
  /\[\.\.\.path\]$/,
];

/** Writes generated/routes.ts and generated/api-routes.ts where a route has come, gone or been renamed. */
export function writeRoutesModules(root) {
  const routes = machineRoutes(path.join(root, "app"));
  write(path.join(root, "generated", "routes.ts"), routesModule(routes));
  write(
    path.join(root, "generated", "api-routes.ts"),
    routesModule(routes.filter((route) => route.startsWith("/api/v1/"))),
  );
}

function write(file, wanted) {
  if (existsSync(file) && readFileSync(file, "utf8") === wanted) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

/** The paths of all routes for machines below a folder `app`, which are on Web standards and know no Next. */
export function machineRoutes(app) {
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => `/${path.dirname(file).split(path.sep).join("/")}`)
    .filter((route) => !servedByNext.some((pattern) => pattern.test(route)))
    .sort();
}

/** The module that holds these routes by their paths: each bundler, tsx and the compiler read it alike. */
export function routesModule(routes) {
  return [
    "// Written by scripts/list-routes.mjs from the files in app/.",
    ...routes.map((route, index) => `import * as route${index} from "@/app${route}/route";`),
    "",
    "export const routes = {",
    ...routes.map((route, index) => `  "${route}": route${index},`),
    "};",
    "",
  ].join("\n");
}
