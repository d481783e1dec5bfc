import { expect, test } from "vitest";
import { handleAuth } from "@/lib/identity/handle-auth";
import { handleOauth } from "@/lib/identity/handle-oauth";
import { handOverCookie } from "@/lib/identity/internal/sign-in/one-time-token";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import "@/tests/installed-modules";

/* In these tests nothing listens where the database should be. */

const get = (path: string, cookie = "") => new Request(`http://127.0.0.1:3000${path}`, { headers: { cookie } });
const link = `/api/auth/callback/email?${new URLSearchParams({ token: "one-time-token", email: "a@example.com" })}`;
const handedOver = `${handOverCookie("one-time-token").name}=one-time-token`;

test.each<[string, () => Promise<unknown>]>([
  ["the check of an access token", () => verifyAccessToken("a.b.c")],
  ["next-auth's callback", () => handleAuth(get(link, handedOver))],
  ["the OAuth provider", () => handleOauth(get("/oauth/authorize?client_id=gatehouse-extension"))],
])("%s says that the database gave no answer, and draws no conclusion", async (_title, ask) => {
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(isDatabaseOutage(error)).toBe(true);
});
