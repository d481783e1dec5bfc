import { readdirSync } from "node:fs";
import path from "node:path";
import { unstable_doesMiddlewareMatch as doesProxyMatch } from "next/experimental/testing/server";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { surfacePaths } from "@/app/surface";
import { config, proxy } from "@/proxy";

const passes = (url: string) => doesProxyMatch({ config, nextConfig: {}, url });
const publicFiles = readdirSync(path.join(import.meta.dirname, "public")).map((file) => `/${file}`);

test.each([
  ...["/", "/nl/pricing", "/oauth/interaction/abc.js", "/account/invitations/x.png", "/no-such-page.txt"],
  ...["/healthzfoo", "/metrics/x", "/offline.js", "/apifoo", "/.well-knownfoo", ...publicFiles],
])("%s gets its policy here, whatever it ends in", (url) => expect(passes(url)).toBe(true));

test.each([...surfacePaths, "/_next/static/chunks/a.js", "/api/nothing", "/.well-known/jwks.json"])(
  "%s is for machines and does not pass here",
  (url) => expect(passes(url)).toBe(false),
);

test("a page that sends somebody to sign in knows its whole address, so that what was chosen on it comes back", () => {
  const answer = proxy(new NextRequest("http://127.0.0.1/account/subscription?switch=team_yearly_eur"));
  expect(answer.headers.get("x-middleware-request-x-page")).toBe("/account/subscription?switch=team_yearly_eur");
});

test("Next's own page about a crash is nothing that can be asked for", () => {
  const answer = proxy(new NextRequest("http://127.0.0.1/_global-error"));
  expect(answer.headers.get("x-middleware-rewrite")).toMatch(/\/_not-found$/);
});
