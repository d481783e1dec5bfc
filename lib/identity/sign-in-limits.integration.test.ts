import { expect, test, vi } from "vitest";
import { dayMs } from "@/lib/core/time";
import { approveByCode, codeTriesPerDay } from "@/lib/identity/approve-sign-in";
import { findKnownBrowser, rememberBrowser } from "@/lib/identity/internal/sign-in/known-browser";
import { codeTries } from "@/lib/identity/internal/sign-in/mail-codes";
import { mailLimits, startSignIn } from "@/lib/identity/start-sign-in";
import { db } from "@/lib/platform/db";
import { type RateLimit, requireSourceWithinLimit, requireWithinLimit } from "@/lib/platform/rate-limit";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress, readMail } from "@/tests/mailbox";
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
  const attempts = Array.from({ length: 40 }, () =>
    approveByCode({ browserSecret: secret, code: wrongCode(code), cookies: null }),
  );
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
    startSignIn({ email, callbackUrl: null, locale: "en", userAgent: null, source, cookies: null }).then(
      () => "sent",
      (refusal: { code: string }) => refusal.code,
    );
  for (let mails = 0; mails < 6; mails += 1) expect(await ask("198.51.100.1")).toBe("sent");
  for (let refused = 0; refused < 60; refused += 1) expect(await ask("198.51.100.1")).toBe("rate_limited");
  expect(await ask("203.0.113.9")).toBe("sent");
});

/** Asks for a mail from this source, in a browser of its own unless told otherwise. */
const askFrom = async (source: string, email: string, browser = new FakeBrowser()) => {
  const form = { email, callbackUrl: "/account", locale: "en" };
  const answer = await browser.post("/sign-in/start", form, { "x-forwarded-for": source });
  return answer.headers.get("location")?.includes("error=rate_limited") ? "refused" : "sent";
};

/** A browser that was signed in by mail as this address, and has signed out since. */
const knownBrowser = async (email: string) => {
  const { browser, code } = await askToSignIn(email);
  await browser.follow(await browser.post("/sign-in/code", { code }));
  expect(await whoIsIn(browser)).toBe(email);
  await browser.post("/sign-out", {});
  return browser;
};

/** Unauthenticated callers from many networks use up the daily limit of an address. */
const exhaust = (limit: RateLimit, email: string) =>
  Promise.allSettled(Array.from({ length: limit.times }, () => requireWithinLimit(limit, email)));

test("all addresses of an IPv6 /64 are one source, and a /48 has a limit of its own", async () => {
  const { times, timesPerSite } = mailLimits.perSource;
  const outcomes: string[] = [];
  for (let host = 1; host <= 90; host += 1) outcomes.push(await askFrom(`2001:db8:a:b::${host}`, newAddress()));
  expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(times);
  expect(await askFrom("2001:db8:a:c::1", newAddress())).toBe("sent");
  for (let network = 0; network < timesPerSite / times; network += 1) {
    for (let host = 0; host < times; host += 1) {
      await requireSourceWithinLimit(mailLimits.perSource, `2001:db8:a:1${network}::${host}`).catch(() => undefined);
    }
  }
  expect(await askFrom("2001:db8:a:d::1", newAddress())).toBe("refused");
  expect(await askFrom("2001:db8:b:d::1", newAddress())).toBe("sent");
});

test("callers who use up the mails of an address do not shut out a browser that was signed in as it", async () => {
  const email = newAddress();
  const browser = await knownBrowser(email);
  await exhaust(mailLimits.perAddressDay, email);
  expect(await askFrom("203.0.113.9", email)).toBe("refused");
  expect(await askFrom("203.0.113.9", email, browser)).toBe("sent");
  expect(await browser.follow(await browser.post("/sign-in/code", { code: (await readMail(email)).code }))).toBe(
    "/account",
  );
  expect(await whoIsIn(browser)).toBe(email);
});

test("callers in the same network do not shut out a browser that was signed in as the address", async () => {
  const email = newAddress();
  const browser = await knownBrowser(email);
  for (let mails = 0; mails < mailLimits.perAddressAndSource.times; mails += 1) await askFrom("198.51.100.7", email);
  expect(await askFrom("198.51.100.7", email)).toBe("refused");
  expect(await askFrom("198.51.100.7", email, browser)).toBe("sent");
});

test("a browser that was signed in has limits of its own, for that address and no other", async () => {
  const email = newAddress();
  const browser = await knownBrowser(email);
  const other = newAddress();
  await exhaust(mailLimits.perAddressDay, other);
  expect(await askFrom("203.0.113.9", other, browser)).toBe("refused");
  const outcomes: string[] = [];
  // Every mail from another source: it is the browser that is counted.
  for (let mails = 0; mails < 8; mails += 1) outcomes.push(await askFrom(`203.0.113.${mails}`, email, browser));
  expect(outcomes).toEqual([...Array(6).fill("sent"), "refused", "refused"]);
  // Its requests do not count against other browsers.
  expect(await askFrom("203.0.113.99", email)).toBe("sent");
});

test("signing in again in the same browser gives it no new limits", async () => {
  const email = newAddress();
  const browser = await knownBrowser(email);
  const first = findKnownBrowser(browser.cookieHeader("/sign-in"), email);
  await askFrom("203.0.113.9", email, browser);
  await browser.follow(await browser.post("/sign-in/code", { code: (await readMail(email)).code }));
  expect(await whoIsIn(browser)).toBe(email);
  expect(first).not.toBeNull();
  expect(findKnownBrowser(browser.cookieHeader("/sign-in"), email)).toBe(first);
});

test("a browser is known only by what we signed, for a year, and for five addresses", () => {
  const remember = (cookies: string, email: string) => rememberBrowser(cookies, email).split(";")[0] ?? "";
  const cookie = remember("", "ada@example.com");
  expect(findKnownBrowser(cookie, "ada@example.com")).not.toBeNull();
  expect(findKnownBrowser(cookie, "bob@example.com")).toBeNull();
  const later = cookie.replace(/\.(\d+)\./, (_, expires) => `.${Number(expires) + 1}.`);
  const another = cookie.replace(/=[\w-]{4}/, "=AAAA");
  for (const forged of [later, another, cookie.slice(0, -1), ""])
    expect(findKnownBrowser(forged, "ada@example.com")).toBeNull();
  vi.useFakeTimers({ now: Date.now() + 366 * dayMs, toFake: ["Date"] });
  expect(findKnownBrowser(cookie, "ada@example.com")).toBeNull();
  vi.useRealTimers();
  const people = Array.from({ length: 7 }, (_, index) => `person${index}@example.com`);
  const full = people.reduce(remember, "");
  expect(people.map((email) => findKnownBrowser(full, email) !== null)).toEqual([false, false, ...Array(5).fill(true)]);
});

test("callers who use up the codes of an address leave those of a browser that was signed in as it", async () => {
  const email = newAddress();
  const browser = await knownBrowser(email);
  await exhaust(codeTriesPerDay, email);
  await askFrom("203.0.113.9", email, browser);
  const { code } = await readMail(email);
  await browser.follow(await browser.post("/sign-in/code", { code }));
  expect(await whoIsIn(browser)).toBe(email);
});

test("one source can use up no more than a third of an address's mails of a day, and one site no more than half", () => {
  const { perAddressAndSourceDay, perAddressDay } = mailLimits;
  expect(perAddressAndSourceDay.times * 3).toBeLessThanOrEqual(perAddressDay.times);
  expect(perAddressAndSourceDay.timesPerSite * 2).toBeLessThanOrEqual(perAddressDay.times);
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
