import { expect, test } from "vitest";
import { approveByCode, codeTriesPerDay } from "@/lib/identity/approve-sign-in";
import { codeTries } from "@/lib/identity/internal/mail-codes";
import { mailLimits, startSignIn } from "@/lib/identity/start-sign-in";
import { db } from "@/lib/platform/db";
import { requireWithinLimit } from "@/lib/platform/rate-limit";
import { newAddress } from "@/tests/mailbox";
import { askToSignIn, refusals, whoIsIn, wrongCode } from "@/tests/sign-in-dance";

test("the sixth try of a code is refused even when it is right, and the link still works", async () => {
  const { browser, code, token } = await askToSignIn();
  for (let attempt = 1; attempt < codeTries; attempt += 1) {
    const answer = await browser.post("/sign-in/code", { code: wrongCode(code) });
    expect(answer.headers.get("location")).toContain("error=code_wrong");
  }
  await browser.post("/sign-in/code", { code: wrongCode(code) });
  const sixth = await browser.post("/sign-in/code", { code });
  expect(sixth.headers.get("location")).toContain("error=code_exhausted");
  expect(await whoIsIn(browser)).toBeNull();
  expect(await refusals("code_exhausted", "/sign-in/code")).toBe(1);
  expect(await browser.follow(await browser.post("/sign-in/approve", { token, decision: "approve" }))).toBe(
    "/account/devices",
  );
});

test("forty tries at once get five comparisons and no more", async () => {
  const { secret, code, email } = await askToSignIn();
  const attempts = Array.from({ length: 40 }, () => approveByCode({ browserSecret: secret, code: wrongCode(code) }));
  const outcomes = await Promise.allSettled(attempts);
  const codes = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "let in"));
  expect(codes.filter((outcome) => outcome === "code_wrong")).toHaveLength(codeTries - 1);
  expect(codes.filter((outcome) => outcome === "code_exhausted")).toHaveLength(40 - codeTries + 1);
  expect(await db().signInChallenge.findFirst({ where: { email }, select: { codeTries: true } })).toEqual({
    codeTries,
  });
});

test("the seventh mail to one address within a quarter of an hour is refused", async () => {
  const email = newAddress();
  for (let mails = 0; mails < 6; mails += 1) await askToSignIn(email);
  const { response } = await askToSignIn(email.toUpperCase());
  expect(response.headers.get("location")).toContain("error=rate_limited");
  expect(await db().mailMessage.count({ where: { recipient: email } })).toBe(6);
});

test("whoever uses up the mails to an address from one source does not shut out its owner, who is elsewhere", async () => {
  const email = newAddress();
  const ask = (source: string) =>
    startSignIn({ email, callbackUrl: null, locale: "en", userAgent: null, source }).then(
      () => "sent",
      (refusal: { code: string }) => refusal.code,
    );
  for (let mails = 0; mails < 6; mails += 1) expect(await ask("198.51.100.1")).toBe("sent");
  for (let refused = 0; refused < 60; refused += 1) expect(await ask("198.51.100.1")).toBe("rate_limited");
  expect(await ask("203.0.113.9")).toBe("sent");
});

test("one source can use up no more than a third of an address's mails of a day", () => {
  const { perAddressAndSourceDay, perAddressDay } = mailLimits;
  expect(perAddressAndSourceDay.times * 3).toBeLessThanOrEqual(perAddressDay.times);
});

test("an address whose codes were tried too often in a day takes no more of them, and its links still work", async () => {
  const email = newAddress();
  await Promise.all(Array.from({ length: codeTriesPerDay.times }, () => requireWithinLimit(codeTriesPerDay, email)));
  const { browser, code, token } = await askToSignIn(email);
  const answer = await browser.post("/sign-in/code", { code });
  expect(answer.headers.get("location")).toContain("error=code_exhausted");
  expect(await whoIsIn(browser)).toBeNull();
  await browser.follow(await browser.post("/sign-in/approve", { token, decision: "approve" }));
  expect(await whoIsIn(browser)).toBe(email);
});

test("each try of a code counts for its address", async () => {
  const email = newAddress();
  await Promise.all(
    Array.from({ length: codeTriesPerDay.times - 1 }, () => requireWithinLimit(codeTriesPerDay, email)),
  );
  const { browser, code } = await askToSignIn(email);
  const [first, second] = [
    await browser.post("/sign-in/code", { code: wrongCode(code) }),
    await browser.post("/sign-in/code", { code }),
  ];
  expect(first.headers.get("location")).toContain("error=code_wrong");
  expect(second.headers.get("location")).toContain("error=code_exhausted");
});
