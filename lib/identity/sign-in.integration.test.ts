import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { findUserByEmail } from "@/lib/accounts/users";
import { addMs, minuteMs } from "@/lib/core/time";
import { getSignInRequest } from "@/lib/identity/approve-sign-in";
import { findUserByCookies, sessionCookieName } from "@/lib/identity/session";
import { systemNow } from "@/lib/platform/clock";
import { unseal } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress } from "@/tests/mailbox";
import { askToSignIn, refusals, stateOf, whoIsIn } from "@/tests/sign-in-dance";
import { writtenRefusals } from "@/tests/written-refusals";

test("the code signs in the browser that asked, with an account of its own, and goes on to where it came from", async () => {
  const { browser, code, email } = await askToSignIn();
  const target = await browser.follow(await browser.post("/sign-in/code", { code }));

  expect(target).toBe("/account/devices");
  expect(await whoIsIn(browser)).toBe(email);
  const user = await findUserByEmail(email);
  expect(user?.emailVerifiedAt).not.toBeNull();
  expect(await db().membership.findMany({ where: { userId: user?.id }, select: { role: true } })).toEqual([
    { role: "owner" },
  ]);
});

test("only hashes of the link, the code and the browser's secret are kept, and the mail's subject holds none", async () => {
  const { email, token, code, secret } = await askToSignIn();
  const row = JSON.stringify(await db().signInChallenge.findFirst({ where: { email } }));
  const mail = await db().mailMessage.findFirstOrThrow({ where: { recipient: email } });
  for (const text of [token, code.replace(" ", ""), secret]) {
    expect(text).not.toBe("");
    expect(row).not.toContain(text);
    expect(mail.subject).not.toContain(text);
  }
  expect(unseal(mail.htmlSealed ?? "")).toContain(token);
});

test("the link lets the waiting browser go on, and signs in nobody where it was opened", async () => {
  const { browser, token, email } = await askToSignIn();
  const phone = new FakeBrowser();
  expect(await stateOf(browser)).toBe("waiting");
  const answer = await phone.post("/sign-in/approve", { token, decision: "approve" });

  expect(await phone.follow(answer)).toBe("/sign-in/confirmed?result=approved");
  expect(await whoIsIn(phone)).toBeNull();
  expect(await stateOf(browser)).toBe("approved");
  expect(await browser.follow(await browser.post("/sign-in/complete", {}))).toBe("/account/devices");
  expect(await whoIsIn(browser)).toBe(email);
});

test("a sign-in that was confirmed a quarter of an hour ago lets nobody in any more", async () => {
  const { browser, token, email } = await askToSignIn();
  await new FakeBrowser().post("/sign-in/approve", { token, decision: "approve" });
  const confirmedAt = addMs(systemNow(), -15 * minuteMs);
  await db().$executeRaw`update sign_in_challenge set "updatedAt" = ${confirmedAt} where email = ${email}`;
  const late = await browser.post("/sign-in/complete", {});
  expect(late.headers.get("location")).toContain("error=link_expired");
  expect(await whoIsIn(browser)).toBeNull();
});

test("a link opened in the browser that asked goes straight on", async () => {
  const { browser, token, email } = await askToSignIn();
  expect(await browser.follow(await browser.post("/sign-in/approve", { token, decision: "approve" }))).toBe(
    "/account/devices",
  );
  expect(await whoIsIn(browser)).toBe(email);
});

test("a link that was used is refused and noted", async () => {
  const { browser, token } = await askToSignIn();
  await browser.post("/sign-in/approve", { token, decision: "approve" });
  const again = await new FakeBrowser().post("/sign-in/approve", { token, decision: "approve" });
  expect(again.headers.get("location")).toContain("/sign-in/confirmed?error=link_used");
  expect(await refusals("link_used", "/sign-in/approve")).toBe(1);
});

test("opening a mail's link changes nothing, and opening a used one is noted", async () => {
  const { browser, token, email } = await askToSignIn();
  expect(await getSignInRequest(token)).toMatchObject({ email, browserName: "Firefox on Linux" });
  expect(await stateOf(browser)).toBe("waiting");
  await browser.post("/sign-in/approve", { token, decision: "approve" });
  await expect(getSignInRequest(token)).rejects.toMatchObject({ code: "link_used" });
  for (const unknown of ["unknown", randomUUID(), randomUUID()]) {
    await expect(getSignInRequest(unknown)).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await refusals("not_found", "/sign-in/confirm")).toBe(1);
  expect(await refusals("link_used", "/sign-in/confirm")).toBe(1);
});

test("a code that was used is refused", async () => {
  const { browser, code } = await askToSignIn();
  await browser.post("/sign-in/code", { code });
  const again = await browser.post("/sign-in/code", { code });
  expect(again.headers.get("location")).toContain("/sign-in/check-mail?error=link_used");
});

test("a one-time token makes one session and no second", async () => {
  const { browser, code, email } = await askToSignIn();
  const callback = (await browser.post("/sign-in/code", { code })).headers.get("location") ?? "";
  expect(callback).toContain("/api/auth/callback/email?");
  await browser.fetch(callback);
  expect(await browser.follow(await browser.fetch(callback))).toContain("error=Verification");
  expect(await db().session.count({ where: { user: { email } } })).toBe(1);
  expect(await refusals("link_used", "/api/auth/callback/email")).toBe(1);
});

test("an approved sign-in that is brought to another browser signs in nobody there, and still works where it was asked for", async () => {
  const { browser, code, email } = await askToSignIn();
  const callback = (await browser.post("/sign-in/code", { code })).headers.get("location") ?? "";
  const other = await askToSignIn();
  await other.browser.post("/sign-in/code", { code: other.code });
  for (const victim of [new FakeBrowser(), other.browser]) {
    expect(await victim.follow(await victim.fetch(callback))).toBe("/sign-in?error=Verification");
    expect(await whoIsIn(victim)).toBeNull();
  }
  expect(await refusals("cross_site", "/api/auth/callback/email")).toBe(1);
  expect(await browser.follow(await browser.fetch(callback))).toBe("/account/devices");
  expect(await whoIsIn(browser)).toBe(email);
});

test("two tabs that go on at once both arrive: neither takes the other's binding away", async () => {
  const { browser, code, email } = await askToSignIn();
  const first = await browser.post("/sign-in/code", { code });
  const second = await browser.post("/sign-in/complete", {});
  expect(await browser.follow(first)).toBe("/account/devices");
  expect(await browser.follow(second)).toBe("/account/devices");
  expect(await whoIsIn(browser)).toBe(email);
});

test("the code is worth nothing in another browser", async () => {
  const { code } = await askToSignIn();
  const other = await askToSignIn();
  const answer = await other.browser.post("/sign-in/code", { code });
  expect(answer.headers.get("location")).toContain("error=code_wrong");
});

test("whoever gets the mail can stop the sign-in, and neither link nor code works after that", async () => {
  const { browser, token, code } = await askToSignIn();
  await new FakeBrowser().post("/sign-in/approve", { token, decision: "cancel" });
  expect(await stateOf(browser)).toBe("cancelled");
  const answer = await browser.post("/sign-in/code", { code });
  expect(answer.headers.get("location")).toContain("error=link_used");
  expect(await browser.follow(await browser.post("/sign-in/complete", {}))).toContain("error=link_used");
});

test("a link and a code that are too old are refused", async () => {
  const { browser, token, code, email } = await askToSignIn();
  await db().signInChallenge.updateMany({ where: { email }, data: { expiresAt: new Date(Date.now() - minuteMs) } });
  const byLink = await browser.post("/sign-in/approve", { token, decision: "approve" });
  const byCode = await browser.post("/sign-in/code", { code });
  expect(byLink.headers.get("location")).toContain("error=link_expired");
  expect(byCode.headers.get("location")).toContain("error=link_expired");
  expect(await stateOf(browser)).toBe("expired");
});

test.each(["https://evil.example/x", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
  "a callbackUrl that leads away (%s) is replaced by the home page and noted",
  async (callbackUrl) => {
    const before = await (await writtenRefusals()).findFirst({ where: { detail: { contains: "callbackUrl" } } });
    const { browser, code } = await askToSignIn(newAddress(), callbackUrl);
    expect(await browser.follow(await browser.post("/sign-in/code", { code }))).toBe("/");
    const after = await (await writtenRefusals()).findFirstOrThrow({ where: { detail: { contains: "callbackUrl" } } });
    expect(after.count).toBe((before?.count ?? 0) + 1);
  },
);

test("next-auth's own callback does not lead away either", async () => {
  const { browser, code } = await askToSignIn();
  const callback = new URL((await browser.post("/sign-in/code", { code })).headers.get("location") ?? "");
  callback.searchParams.set("callbackUrl", "https://evil.example/");
  expect(await browser.follow(await browser.fetch(callback.href))).toBe("/");
});

test("next-auth is no second way to send mails", async () => {
  const email = newAddress();
  const response = await new FakeBrowser().post("/api/auth/signin/email", { email, csrfToken: "x" });
  expect(response.status).toBe(404);
  expect(await db().mailMessage.count({ where: { recipient: email } })).toBe(0);
});

test("what next-auth serves and we do not use answers 404, and leaves one row whatever the address says", async () => {
  const unused = [
    "csrf",
    "session",
    "providers",
    "signout",
    "signin/email",
    "callback/google",
    randomUUID(),
    randomUUID(),
  ];
  for (const action of unused) expect((await new FakeBrowser().fetch(`/api/auth/${action}`)).status).toBe(404);
  for (const action of ["_log", "signout", "session", "callback/email"]) {
    expect((await new FakeBrowser().post(`/api/auth/${action}`, { level: "error" })).status).toBe(404);
  }
  const rows = await (await writtenRefusals()).findMany({
    where: { kind: "not_found", where: { startsWith: "/api/auth" } },
  });
  expect(rows.map(({ where }) => where).sort()).toEqual(["/api/auth", "/api/auth/callback/email"]);
});

test("a body of 2 MB is refused with 413 and noted", async () => {
  const answer = await new FakeBrowser().post("/api/auth/callback/email", { filler: "x".repeat(2_000_000) });
  expect(answer.status).toBe(413);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ status: 413, code: "body_too_large" });
  expect(await refusals("body_too_large", "/api/auth/callback/email")).toBe(1);
});

test("a form that another site sends is refused before anything happens", async () => {
  const email = newAddress();
  const browser = new FakeBrowser();
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const answer = await browser.post("/sign-in/start", { email }, foreign);
  expect(answer.headers.get("location")).toContain("error=cross_site");
  expect(await db().mailMessage.count({ where: { recipient: email } })).toBe(0);
  const { token } = await askToSignIn();
  await browser.post("/sign-in/approve", { token, decision: "approve" }, foreign);
  expect(await db().signInChallenge.count({ where: { state: "approved", email } })).toBe(0);
});

test("the answer is the same whether the address is known or not", async () => {
  const known = await askToSignIn();
  await known.browser.follow(await known.browser.post("/sign-in/code", { code: known.code }));
  const again = await askToSignIn(known.email);
  const stranger = await askToSignIn();
  expect(again.response.status).toBe(stranger.response.status);
  expect(again.response.headers.get("location")).toBe(stranger.response.headers.get("location"));
});

test("signing out ends the session here and in the table", async () => {
  const { browser, code, email } = await askToSignIn();
  await browser.follow(await browser.post("/sign-in/code", { code }));
  const cookie = browser.cookieHeader("/");
  const session = await db().session.findFirstOrThrow({ where: { user: { email } } });
  await browser.post("/sign-out", {});
  await browser.post("/sign-out", {});
  expect(await db().auditRecord.count({ where: { action: "session.ended", subjectId: session.id } })).toBe(1);
  expect(browser.cookieHeader("/")).not.toContain(`${sessionCookieName()}=`);
  expect(await findUserByCookies(cookie)).toBeNull();
  expect(await db().session.count({ where: { user: { email } } })).toBe(0);
});

test("a session's token is kept as a hash only", async () => {
  const { browser, code } = await askToSignIn();
  await browser.follow(await browser.post("/sign-in/code", { code }));
  const token = /gatehouse\.session=([\w-]+)/.exec(browser.cookieHeader("/"))?.[1] ?? "none";
  expect(JSON.stringify(await db().session.findMany())).not.toContain(token);
});
