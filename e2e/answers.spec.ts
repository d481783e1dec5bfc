import { request as ask, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { addressOf, builtRoutes } from "./support/routes";
import { appUrl } from "./support/stack";

type Sent = { method?: string; headers?: Record<string, string>; body?: string };

/** Sends the target unchanged: `fetch` would normalise it. */
async function send(target: string, { method = "GET", headers = {}, body }: Sent = {}) {
  const { hostname, port } = new URL(appUrl);
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const asked = ask({ hostname, port, path: target, method, headers, agent: false, timeout: 20_000 }, (answer) =>
      text(answer).then(
        (said) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: said }),
        reject,
      ),
    );
    asked.on("timeout", () => asked.destroy(new Error(`no answer to ${method} ${target}`)));
    asked.on("error", reject);
    asked.end(body);
  });
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
const multipart = { "content-type": "multipart/form-data; boundary=x" };
const garbage = '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$K9"';

/** What an unauthenticated caller may send to any address. */
const odd: Sent[] = [
  ...methods.map((method) => ({ method })),
  { method: "POST", headers: form, body: "email=%00%ff&token=%00&code=%00&callbackUrl=%00&user_code=%00&account=%00" },
  { method: "POST", headers: form, body: `filler=${"x".repeat(100_000)}` },
  { method: "POST", headers: { "content-type": "application/json" }, body: '{"\u0000":' },
  { method: "POST", headers: multipart, body: garbage },
  { method: "POST", headers: { "content-type": "multipart/form-data" }, body: garbage },
  { method: "POST", headers: { ...multipart, "next-action": "abc" }, body: garbage },
  { method: "POST", headers: { ...multipart, origin: "https://evil.example" }, body: garbage },
  { method: "POST", headers: { ...multipart, origin: "nonsense" }, body: garbage },
  { headers: { cookie: "gatehouse.session=%00; NEXT_LOCALE=%ff; a=%", "accept-language": "\u00ff;q=x" } },
];
const parts = ["x", "%ff", "%00", "%25ff", "abc.js", "x.png"];

test("every route answers malformed requests with the security headers, and never with 500", async () => {
  for (const route of builtRoutes()) {
    const varies = route.route.includes("[");
    for (const part of varies ? parts : ["x"]) {
      for (const query of ["", "?a=%ff&token=%00&callbackUrl=%00&session_id=%00"]) {
        for (const sent of query || part !== "x" ? [{}] : odd) {
          const target = addressOf(route, part) + query;
          const { status, headers } = await send(target, sent);
          const what = `${sent.method ?? "GET"} ${target} ${JSON.stringify(sent.headers ?? {})}`;
          expect(status, what).toBeLessThan(500);
          expect(headers["x-content-type-options"], what).toBe("nosniff");
          expect(headers["content-security-policy"], what).toContain("frame-ancestors 'none'");
        }
      }
    }
  }
});

test("a target that is not a path is rejected, and an absolute URL of our host is read as its path", async () => {
  expect((await send("*")).status).toBe(400);
  expect((await send("http://other.example/")).status).toBe(421);
  expect((await send(`${appUrl}/healthz`)).status).toBe(200);
  expect((await send("/no-such-page", { headers: { connection: "Upgrade", upgrade: "websocket" } })).status).toBe(404);
});

test("the image optimizer is switched off", async () => {
  expect((await send("/_next/image?url=%2Fsocial-card.en.png&w=3840&q=75")).status).toBe(404);
});

test("every kind of response carries the security headers", async () => {
  const kinds = [
    ...["/", "/nl", "/no-such-page", "/no-such-page.txt", "/oauth/interaction/abc.js", "/account/invitations/x.png"],
    ...[
      "/api/nothing",
      "/api/v1/entitlements",
      "/.well-known/nothing",
      "/.well-known/jwks.json",
      "/healthz",
      "/metricsfoo",
    ],
    ...["/_next/nothing", "/_next/static/nothing.js", "/robots.txt", "/icon.svg", "/social-card.en.png", "/offline"],
    ...["/offline-worker.js", "/pricing/", "/%ff", "/account", "/oauth/authorize"],
  ];
  for (const address of kinds) {
    const { headers } = await send(address);
    expect(headers["x-content-type-options"], address).toBe("nosniff");
    expect(headers["content-security-policy"], address).toContain("frame-ancestors 'none'");
    expect(headers["referrer-policy"], address).toBeTruthy();
  }
});
