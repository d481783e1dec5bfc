import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { machineRoutes, routesModule } from "./list-routes.mjs";
import { projectRoot } from "./project-root";

const routes = machineRoutes(path.join(projectRoot, "app"));
const generated = (name: string) => readFileSync(path.join(projectRoot, "generated", name), "utf8");

test("every route for machines is in the list that the fast lane serves, and every one of the API in the reference's", () => {
  expect(routes).toEqual(expect.arrayContaining(["/healthz", "/api/webhooks/stripe", "/api/v1/entitlements/check"]));
  expect(generated("routes.ts")).toBe(routesModule(routes));
  const ofApi = routes.filter((route) => route.startsWith("/api/v1/"));
  expect(generated("api-routes.ts")).toBe(routesModule(ofApi));
});

test("routes that need Next, and those of pages, are left to Next", () => {
  const next = ["/api/auth/[...nextauth]", "/oauth/[...path]", "/(site)/checkout", "/.well-known/jwks.json"];
  for (const route of next) expect(routes).not.toContain(route);
});

test("a route is imported from its folder and stands under its path", () => {
  expect(routesModule(["/healthz"])).toBe(
    [
      "// Written by scripts/list-routes.mjs from the files in app/.",
      'import * as route0 from "@/app/healthz/route";',
      "",
      "export const routes = {",
      '  "/healthz": route0,',
      "};",
      "",
    ].join("\n"),
  );
});
