import { expect, test } from "vitest";
import { maintenanceAnswer } from "@/lib/web/maintenance";

const ask = (pathname: string, more: { cookie?: string; acceptLanguage?: string } = {}) =>
  maintenanceAnswer({ pathname, cookie: more.cookie, acceptLanguage: more.acceptLanguage ?? null });

test.each([
  ["/", {}, "en", "The gate is closed"],
  ["/nl/pricing", {}, "nl", "De poort is even dicht"],
  ["/pricing", { acceptLanguage: "nl-NL" }, "nl", "De poort is even dicht"],
  ["/account", { cookie: "nl" }, "nl", "De poort is even dicht"],
  ["/staff/inbox", { cookie: "en", acceptLanguage: "nl" }, "en", "The gate is closed"],
])("%s gets a page in the reader's language that says when to come back", (pathname, more, language, title) => {
  const { status, headers, body } = ask(pathname, more);
  expect(status).toBe(503);
  expect(Number(headers["Retry-After"])).toBeGreaterThan(0);
  expect(headers["Content-Type"]).toContain("text/html");
  expect(body).toContain(`<html lang="${language}">`);
  expect(body).toContain(title);
});

test.each(["/api/v1/entitlements", "/oauth/token", "/.well-known/lease-keys.json", "/metrics"])(
  "%s gets problem+json with a time to come back",
  (pathname) => {
    const { status, headers, body } = ask(pathname);
    expect(status).toBe(503);
    expect(headers).toMatchObject({ "Content-Type": "application/problem+json", "Retry-After": "300" });
    expect(JSON.parse(body ?? "")).toMatchObject({ code: "unavailable" });
  },
);

test("a webhook is not answered as if it were kept, so that Stripe sends it again", () => {
  expect(ask("/api/webhooks/stripe").status).toBe(503);
});

test("the probes say yes, so that nobody restarts the process or hides the page", () => {
  expect(ask("/healthz").status).toBe(200);
  expect(ask("/readyz").status).toBe(200);
});

test("a path from outside can't write into the page", () => {
  expect(ask("/<script>alert(1)</script>").body).not.toContain("alert(1)");
});
