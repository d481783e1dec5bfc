import { expect, test } from "vitest";
import { getAccountProfile } from "@/lib/accounts/account-profile";
import { listOfferedSeats } from "@/lib/accounts/invitations";
import { addMs, dayMs, minuteMs } from "@/lib/core/time";
import { confirmEmailByCode, confirmEmailByLink, emailCodesPerDay } from "@/lib/identity/confirm-email-change";
import { cancelEmailChange, readEmailChange } from "@/lib/identity/email-change";
import { hashEmailCode } from "@/lib/identity/internal/email-change/email-secrets";
import { replaceEmail } from "@/lib/identity/internal/email-change/replace-email";
import { codeTries } from "@/lib/identity/internal/sign-in/mail-codes";
import { requireOpenSession } from "@/lib/identity/session";
import {
  emailChangeMails,
  emailChangeMailsPerAddress,
  sendEmailChangeAgain,
  startEmailChange,
} from "@/lib/identity/start-email-change";
import { mailLimits } from "@/lib/identity/start-sign-in";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db";
import { requireSourceWithinLimit, requireWithinLimit } from "@/lib/platform/rate-limit";
import { nothingAlongside as alongside, askForChange, changeAddress, emailOf, signedIn } from "@/tests/address-dance";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress, readMail } from "@/tests/mailbox";
import { connected, refresh } from "@/tests/oauth-dance";
import { wrongCode } from "@/tests/sign-in-dance";

const auditOf = (userId: string, action: string) =>
  db().auditRecord.findMany({ where: { subjectId: userId, action }, select: { id: true } });

test("nothing changes before the new address is confirmed by its code, in the browser that asked", async () => {
  const ada = await signedIn();
  const to = newAddress();
  const typed = ` ${to.toUpperCase()} `;
  await startEmailChange({ cookies: ada.cookies, email: typed, source: "here" });
  const mail = await readMail(to);
  expect(mail).toMatchObject({ kind: "address-change", text: expect.stringContaining("Is this your new address?") });
  expect(await emailOf(ada.person.id)).toBe(ada.email);
  expect((await readEmailChange(ada.cookies)).pending).toMatchObject({ email: to, isOfThisBrowser: true });

  const other = (await new FakeBrowser().signIn(ada.person.id)).cookieHeader("/");
  expect((await readEmailChange(other)).pending).toMatchObject({ isOfThisBrowser: false });
  await expect(confirmEmailByCode({ cookies: other, code: mail.code, alongside })).rejects.toMatchObject({
    code: "not_found",
  });

  await confirmEmailByCode({ cookies: ada.cookies, code: mail.code, alongside });
  expect(await emailOf(ada.person.id)).toBe(to);
  expect((await readEmailChange(ada.cookies)).pending).toBeNull();
  const [audited, ...others] = await auditOf(ada.person.id, "user.email_changed");
  expect(others).toEqual([]);
  const detail = await db().auditDetail.findFirst({ where: { recordId: audited?.id } });
  expect(detail?.detail).toMatchObject({ from: ada.email, to });
  expect(await readMail(ada.email)).toMatchObject({ kind: "address-changed", text: expect.stringContaining(to) });
});

test("the link confirms in any browser of the person who asked, once, and for nobody else", async () => {
  const ada = await signedIn();
  const { to, token } = await askForChange(ada);
  const stranger = new FakeBrowser();
  const other = await signedIn();
  for (const browser of [stranger, other.browser]) {
    const answer = await browser.post("/mail-address/approve", { token });
    expect(answer.headers.get("location")).toMatch(/mail-address\/confirm\?error=(unauthenticated|not_found)$/);
  }
  expect(await emailOf(other.person.id)).toBe(other.email);
  expect(await emailOf(ada.person.id)).toBe(ada.email);

  const phone = await new FakeBrowser().signIn(ada.person.id);
  const done = await phone.post("/mail-address/approve", { token });
  expect(done.headers.get("location")).toContain("/account/settings?mail=changed");
  expect(await emailOf(ada.person.id)).toBe(to);
  const again = await phone.post("/mail-address/approve", { token });
  expect(again.headers.get("location")).toContain("error=not_found");
});

test("a form of another site confirms nothing", async () => {
  const ada = await signedIn();
  const { token } = await askForChange(ada);
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  await ada.browser.post("/mail-address/approve", { token }, foreign);
  expect(await emailOf(ada.person.id)).toBe(ada.email);
});

test("neither link nor code is kept as it was sent, and the code counts with the token of its session alone", async () => {
  const ada = await signedIn();
  const { code, token } = await askForChange(ada);
  const { linkHash, codeHash } = await db().emailChangeRequest.findUniqueOrThrow({ where: { userId: ada.person.id } });
  const digits = code.replace(" ", "");
  for (const secret of [token, digits]) expect([linkHash, codeHash]).not.toContain(secret);
  expect(codeHash).not.toBe(hashEmailCode("the token of another session", digits));
});

test("who signed in a while ago has to sign in again before asking", async () => {
  const ada = await signedIn();
  const createdAt = addMs(systemNow(), -16 * minuteMs);
  await db().session.updateMany({ where: { userId: ada.person.id }, data: { createdAt } });
  expect((await readEmailChange(ada.cookies)).mayAsk).toBe(false);
  const to = newAddress();
  await expect(startEmailChange({ cookies: ada.cookies, email: to, source: "here" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect((await readMail(to)).kind).toBeNull();
});

test("an address that somebody else has gets the same answer, and a mail with nothing to confirm with", async () => {
  const [ada, holder] = [await signedIn(), await signedIn()];
  const { kind, code, token, text } = await askForChange(ada, holder.email);
  expect({ kind, code, token }).toEqual({ kind: "address-taken", code: "", token: "" });
  expect(text).not.toContain(ada.email);
  const { pending } = await readEmailChange(ada.cookies);
  expect(pending).toEqual({ email: holder.email, isExpired: false, canTypeCode: true, isOfThisBrowser: true });
  await sendEmailChangeAgain({ cookies: ada.cookies, source: "here" });
  expect((await readMail(holder.email)).kind).toBe("address-taken");
});

test("an address that is taken between asking and confirming stays with whoever has it", async () => {
  const ada = await signedIn();
  const { to, code } = await askForChange(ada);
  const holder = await signedIn(to);
  await expect(confirmEmailByCode({ cookies: ada.cookies, code, alongside })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await emailOf(holder.person.id)).toBe(to);
  expect(await emailOf(ada.person.id)).toBe(ada.email);
});

test("of two people who confirm the same address at once one gets it", async () => {
  const [ada, bob] = [await signedIn(), await signedIn()];
  const to = newAddress();
  const one = await askForChange(ada, to);
  const two = await askForChange(bob, to);
  const outcomes = await Promise.allSettled([
    confirmEmailByCode({ cookies: ada.cookies, code: one.code, alongside }),
    confirmEmailByCode({ cookies: bob.cookies, code: two.code, alongside }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await db().user.count({ where: { email: to } })).toBe(1);
});

test("link and code at once change the address once", async () => {
  const ada = await signedIn();
  const { code, token } = await askForChange(ada);
  const outcomes = await Promise.allSettled([
    confirmEmailByCode({ cookies: ada.cookies, code, alongside }),
    confirmEmailByLink({ cookies: ada.cookies, token, alongside }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await auditOf(ada.person.id, "user.email_changed")).toHaveLength(1);
  expect(await db().mailMessage.count({ where: { recipient: ada.email, kind: "address-changed" } })).toBe(1);
});

test("twenty tries at once get five comparisons, and then the right code is refused while the link works", async () => {
  const ada = await signedIn();
  const { to, code, token } = await askForChange(ada);
  const tries = Array.from({ length: 20 }, () =>
    confirmEmailByCode({ cookies: ada.cookies, code: wrongCode(code), alongside }),
  );
  const codes = (await Promise.allSettled(tries)).map((one) => one.status === "rejected" && one.reason.code);
  expect(codes.filter((one) => one === "code_wrong")).toHaveLength(codeTries - 1);
  expect(codes.filter((one) => one === "code_exhausted")).toHaveLength(20 - codeTries + 1);
  await expect(confirmEmailByCode({ cookies: ada.cookies, code, alongside })).rejects.toMatchObject({
    code: "code_exhausted",
  });
  await confirmEmailByLink({ cookies: ada.cookies, token, alongside });
  expect(await emailOf(ada.person.id)).toBe(to);
});

test("a new mail replaces the one before and gives new tries, up to fifty a day for one address", async () => {
  const ada = await signedIn();
  const first = await askForChange(ada);
  await sendEmailChangeAgain({ cookies: ada.cookies, source: "here" });
  const second = await readMail(first.to);
  await expect(confirmEmailByLink({ cookies: ada.cookies, token: first.token, alongside })).rejects.toMatchObject({
    code: "not_found",
  });
  for (let used = 0; used < emailCodesPerDay.times; used += 1) await requireWithinLimit(emailCodesPerDay, first.to);
  await expect(confirmEmailByCode({ cookies: ada.cookies, code: second.code, alongside })).rejects.toMatchObject({
    code: "code_exhausted",
  });
});

test("one person gets ten such mails a day, whatever addresses they name", async () => {
  const ada = await signedIn();
  for (let sent = 0; sent < emailChangeMails.times; sent += 1) await askForChange(ada);
  await expect(askForChange(ada)).rejects.toMatchObject({ code: "rate_limited" });
});

test("a mailbox gets no more mails about a change than it gets for signing in", async () => {
  const ada = await signedIn();
  const email = newAddress();
  const { perAddressAndSource } = mailLimits;
  for (let sent = 0; sent < perAddressAndSource.times; sent += 1) {
    await requireSourceWithinLimit(perAddressAndSource, "here", email);
  }
  await expect(startEmailChange({ cookies: ada.cookies, email, source: "here" })).rejects.toMatchObject({
    code: "rate_limited",
  });
  expect((await readMail(email)).kind).toBeNull();
});

test("callers who use up the sign-in mails of an address do not keep a person from moving to it", async () => {
  const ada = await signedIn();
  const email = newAddress();
  const { perAddressDay } = mailLimits;
  await Promise.all(Array.from({ length: perAddressDay.times }, () => requireWithinLimit(perAddressDay, email)));
  await startEmailChange({ cookies: ada.cookies, email, source: "here" });
  expect((await readMail(email)).kind).toBe("address-change");
});

test("a mailbox gets at most twenty mails about changes in a day, from all callers together", async () => {
  const ada = await signedIn();
  const email = newAddress();
  for (let sent = 0; sent < 20; sent += 1) await requireWithinLimit(emailChangeMailsPerAddress, email);
  await expect(startEmailChange({ cookies: ada.cookies, email, source: "here" })).rejects.toMatchObject({
    code: "rate_limited",
  });
});

test("what goes along with a change is part of it: where that fails the address stays, and may be tried again", async () => {
  const ada = await signedIn();
  const { to, token } = await askForChange(ada);
  const failing = async (_tx: Tx, userId: string) => {
    throw new Error(`nothing follows ${userId}`);
  };
  const link = { cookies: ada.cookies, token };
  await expect(confirmEmailByLink({ ...link, alongside: failing })).rejects.toThrow(`nothing follows ${ada.person.id}`);
  expect(await emailOf(ada.person.id)).toBe(ada.email);
  await confirmEmailByLink({ ...link, alongside });
  expect(await emailOf(ada.person.id)).toBe(to);
});

test("a confirmation that was looked up before its mail was replaced, or its time was up, changes nothing", async () => {
  const ada = await signedIn();
  await askForChange(ada);
  const where = { userId: ada.person.id };
  const session = await requireOpenSession(ada.cookies);
  const before = await db().emailChangeRequest.findUniqueOrThrow({ where });
  await sendEmailChangeAgain({ cookies: ada.cookies, source: "here" });
  const gone = { code: "not_found" };
  await expect(replaceEmail({ session, request: before, alongside })).rejects.toMatchObject(gone);
  const request = await db().emailChangeRequest.findUniqueOrThrow({ where });
  await db().emailChangeRequest.update({ where, data: { expiresAt: systemNow() } });
  await expect(replaceEmail({ session, request, alongside })).rejects.toMatchObject(gone);
  expect(await emailOf(ada.person.id)).toBe(ada.email);
});

test("after a quarter of an hour neither link nor code works", async () => {
  const ada = await signedIn();
  const { code, token } = await askForChange(ada);
  await db().emailChangeRequest.update({ where: { userId: ada.person.id }, data: { expiresAt: systemNow() } });
  const refused = { code: "link_expired" };
  await expect(confirmEmailByCode({ cookies: ada.cookies, code, alongside })).rejects.toMatchObject(refused);
  await expect(confirmEmailByLink({ cookies: ada.cookies, token, alongside })).rejects.toMatchObject(refused);
});

test("a request ends when it is cancelled, and with the session or the person that asked", async () => {
  const ada = await signedIn();
  const { token } = await askForChange(ada);
  await cancelEmailChange(ada.cookies);
  await expect(confirmEmailByLink({ cookies: ada.cookies, token, alongside })).rejects.toMatchObject({
    code: "not_found",
  });
  const phone = await new FakeBrowser().signIn(ada.person.id);
  const second = await askForChange(ada);
  await ada.browser.post("/sign-out", {});
  const late = { cookies: phone.cookieHeader("/"), token: second.token, alongside };
  await expect(confirmEmailByLink(late)).rejects.toMatchObject({ code: "not_found" });
  await askForChange({ cookies: phone.cookieHeader("/") });
  await db().user.delete({ where: { id: ada.person.id } });
  await expect(confirmEmailByLink(late)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await db().emailChangeRequest.count({ where: { userId: ada.person.id } })).toBe(0);
});

test("one's own address, and what is none, are refused", async () => {
  const ada = await signedIn();
  await expect(askForChange(ada, ada.email.toUpperCase())).rejects.toMatchObject({ code: "conflict" });
  await expect(askForChange(ada, "not an address")).rejects.toMatchObject({ code: "invalid_request" });
});

test("the other browsers are signed out, this one and the extension stay, and its profile has the new address", async () => {
  const { person, browser, body } = await connected();
  const other = await new FakeBrowser().signIn(person.id);
  const { to } = await changeAddress({ cookies: browser.cookieHeader("/"), email: person.email });
  expect((await readEmailChange(other.cookieHeader("/"))).mayAsk).toBe(false);
  expect((await readEmailChange(browser.cookieHeader("/"))).mayAsk).toBe(true);
  expect(await verifyAccessToken(body.access_token)).toMatchObject({ userId: person.id });
  expect((await refresh(body.refresh_token)).status).toBe(200);
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: person.id } });
  expect((await getAccountProfile({ accountId, userId: person.id })).user.email).toBe(to);
});

test("who confirms an address takes over what an import opened for it and nothing else; who only asks, nothing", async () => {
  const ada = await signedIn();
  const to = newAddress();
  const waitingFor = (claimEmail: string) => db().account.create({ data: { claimEmail }, select: { id: true } });
  const others = [await waitingFor(ada.email), await waitingFor(newAddress())].map(({ id }) => id);
  const { id: accountId } = await waitingFor(to);
  const taken = () => db().membership.findMany({ where: { accountId: { in: [accountId, ...others] } } });
  const { code } = await askForChange(ada, to);
  expect(await taken()).toEqual([]);
  await confirmEmailByCode({ cookies: ada.cookies, code, alongside });
  expect(await taken()).toMatchObject([{ accountId, userId: ada.person.id, role: "owner" }]);
});

test("an invitation stays with its address: the old one's is no longer theirs, the new one's is", async () => {
  const [ada, host] = [await signedIn(), await signedIn()];
  const to = newAddress();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: host.person.id } });
  const offer = { accountId, invitedBy: host.person.id, expiresAt: addMs(systemNow(), dayMs) };
  await db().invitation.create({ data: { ...offer, email: ada.email } });
  const { id } = await db().invitation.create({ data: { ...offer, email: to } });
  await changeAddress(ada, to);
  expect((await listOfferedSeats(ada.person.id)).map((seat) => seat.id)).toEqual([id]);
});
