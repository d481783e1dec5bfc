import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findFastRoute, surfacePaths } from "@/app/surface";

/** Routes that need Next itself: next-auth reads its headers, OAuth shares its paths with pages, staff are led to Stripe, and the catch-alls for unknown paths. */
const servedByNext = [
  /^\/staff\//,
  /^\/api\/auth\//,
  /^\/oauth\//,
  /^\/\.well-known\/(jwks|oauth|openid)/,
  /\[\.\.\.path\]$/,
];
const root = import.meta.dirname;

const routeFiles = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts" && !file.startsWith("("))
  .map((file) => `/${path.dirname(file)}`);

test("each route for machines is on the fast lane", () => {
  const expected = routeFiles.filter((route) => !servedByNext.some((pattern) => pattern.test(route)));
  expect([...surfacePaths].sort()).toEqual(expected.sort());
});

test("a known path with an unknown method is refused as such; an unknown path is left to Next", async () => {
  const refuse = findFastRoute("DELETE", "/healthz");
  const answer = await refuse?.(new Request("http://gatehouse.test/healthz", { method: "DELETE" }));
  expect(answer?.status).toBe(405);
  expect(findFastRoute("GET", "/pricing")).toBeNull();
  expect(findFastRoute("GET", "/constructor")).toBeNull();
});
