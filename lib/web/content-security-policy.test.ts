import { expect, test } from "vitest";
import { contentSecurityPolicy } from "@/lib/web/content-security-policy";

const options = { nonce: "abc", formOrigins: [], connectOrigins: [], isHttps: true, isDevelopment: false };

test("no script runs without the nonce, and none from a text", () => {
  const policy = contentSecurityPolicy(options);
  const scripts = policy.split("; ").find((directive) => directive.startsWith("script-src "));
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).not.toContain("unsafe-eval");
});

test("a page can't be framed and its base can't be moved", () => {
  expect(contentSecurityPolicy(options)).toContain("base-uri 'none'; frame-ancestors 'none'");
});

test("a form leads only here and to the origins named", () => {
  expect(contentSecurityPolicy({ ...options, formOrigins: ["https://checkout.stripe.com"] })).toContain(
    "form-action 'self' https://checkout.stripe.com",
  );
});

test("a worker comes from here and nowhere else", () => {
  expect(contentSecurityPolicy(options)).toContain("worker-src 'self';");
});
