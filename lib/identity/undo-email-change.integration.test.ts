import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addMs, dayMs } from "@/lib/core/time";
import { confirmEmailByCode, confirmEmailByLink } from "@/lib/identity/confirm-email-change";
import { nextAuthAdapter } from "@/lib/identity/internal/sign-in/next-auth-adapter";
import { findUserByCookies } from "@/lib/identity/session";
import { getUndo, undoEmailChange } from "@/lib/identity/undo-email-change";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db";
import { nothingAlongside as alongside, askForChange, changeAddress, emailOf, signedIn } from "@/tests/address-dance";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress, readMail } from "@/tests/mailbox";
import { connected, refresh } from "@/tests/oauth-dance";
import { askToSignIn, whoIsIn } from "@/tests/sign-in-dance";
import { waitingForLocks } from "@/tests/waiting-for-locks";

const link = (userId: string, createdAt = systemNow()) =>
  db().linkedSignIn.create({
    data: { userId, provider: "github", providerAccountId: randomUUID(), type: "oauth", createdAt },
  });

test("whoever reads the mail of the old address puts it back without signing in, and everybody is signed out", async () => {
  const { person, browser, body } = await connected();
  const { to, undoToken } = await changeAddress({ cookies: browser.cookieHeader("/"), email: person.email });
  expect(await getUndo(undoToken)).toMatchObject({ oldEmail: person.email });
  const thief = await new FakeBrowser().signIn(person.id);
  const done = await new FakeBrowser().post("/mail-address/restore", { token: undoToken });
  expect(done.headers.get("location")).toContain("result=restored");
  expect(await emailOf(person.id)).toBe(person.email);
  for (const one of [browser, thief]) expect(await findUserByCookies(one.cookieHeader("/"))).toBeNull();
  expect((await refresh(body.refresh_token)).status).toBe(400);
  expect((await readMail(to)).kind).toBe("address-restored");
  expect(await db().auditRecord.count({ where: { subjectId: person.id, action: "user.email_restored" } })).toBe(1);
  const again = await new FakeBrowser().post("/mail-address/restore", { token: undoToken });
  expect(again.headers.get("location")).toContain("error=link_used");
  await expect(getUndo(undoToken)).rejects.toMatchObject({ code: "link_used" });
});

test("opening the link as a mail scanner does, or from another site, puts nothing back", async () => {
  const ada = await signedIn();
  const { to, undoToken } = await changeAddress(ada);
  await getUndo(undoToken);
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  await new FakeBrowser().post("/mail-address/restore", { token: undoToken }, foreign);
  expect(await emailOf(ada.person.id)).toBe(to);
});

test("two clicks at once put it back once", async () => {
  const ada = await signedIn();
  const { undoToken } = await changeAddress(ada);
  const outcomes = await Promise.allSettled([
    undoEmailChange(undoToken, alongside),
    undoEmailChange(undoToken, alongside),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("after seven days the link works no more and the address is free", async () => {
  const ada = await signedIn();
  const { undoToken } = await changeAddress(ada);
  await db().emailChange.updateMany({ where: { userId: ada.person.id }, data: { undoUntil: systemNow() } });
  await expect(undoEmailChange(undoToken, alongside)).rejects.toMatchObject({ code: "link_expired" });
  const { browser, code } = await askToSignIn(ada.email);
  await browser.follow(await browser.post("/sign-in/code", { code }));
  expect(await whoIsIn(browser)).toBe(ada.email);
});

test("what a thief left goes: the next address, its way back, a request, and sign-ins that were linked since", async () => {
  const ada = await signedIn();
  await link(ada.person.id, addMs(systemNow(), -dayMs));
  const first = await changeAddress(ada);
  await link(ada.person.id);
  const second = await changeAddress({ cookies: ada.cookies, email: first.to });
  await askForChange(ada);
  await undoEmailChange(first.undoToken, alongside);
  expect(await emailOf(ada.person.id)).toBe(ada.email);
  await expect(undoEmailChange(second.undoToken, alongside)).rejects.toMatchObject({ code: "link_used" });
  expect(await db().emailChangeRequest.count({ where: { userId: ada.person.id } })).toBe(0);
  expect(await db().linkedSignIn.count({ where: { userId: ada.person.id } })).toBe(1);
  // The address in between is its owner's again, and kept for nobody.
  expect((await askToSignIn(first.to)).code).not.toBe("");
});

test("what goes along with putting it back is part of it: where that fails the other address stays", async () => {
  const ada = await signedIn();
  const { to, undoToken } = await changeAddress(ada);
  const failing = async (_tx: Tx, userId: string) => {
    throw new Error(`nothing follows ${userId}`);
  };
  await expect(undoEmailChange(undoToken, failing)).rejects.toThrow(`nothing follows ${ada.person.id}`);
  expect(await emailOf(ada.person.id)).toBe(to);
  await undoEmailChange(undoToken, alongside);
  expect(await emailOf(ada.person.id)).toBe(ada.email);
});

test("a thief who changes it once more at the moment when it is put back leaves no way back either", async () => {
  const ada = await signedIn();
  const first = await changeAddress(ada);
  const { token } = await askForChange(ada);
  let undone = Promise.resolve();
  await confirmEmailByLink({
    cookies: ada.cookies,
    token,
    alongside: async () => {
      undone = undoEmailChange(first.undoToken, alongside);
      await expect.poll(waitingForLocks).toBe(1);
    },
  });
  await undone;
  expect(await emailOf(ada.person.id)).toBe(ada.email);
  expect(await db().emailChange.count({ where: { userId: ada.person.id, undoneAt: null } })).toBe(0);
});

test("going back to the address from before leaves the one in between no way back", async () => {
  const ada = await signedIn();
  const { to } = await changeAddress(ada);
  await changeAddress({ cookies: ada.cookies, email: to }, ada.email);
  expect(await readMail(to)).toMatchObject({ kind: "address-changed", token: "" });
  expect(await emailOf(ada.person.id)).toBe(ada.email);
});

test("for seven days nobody else gets the old address, by a sign-in, a provider or a change of theirs", async () => {
  const ada = await signedIn();
  const { undoToken } = await changeAddress(ada);
  const { browser, token, code } = await askToSignIn(ada.email);
  expect([(await readMail(ada.email)).kind, token, code]).toEqual(["sign-in", "", ""]);
  expect(await whoIsIn(browser)).toBeNull();
  const made = nextAuthAdapter().createUser?.({ email: ada.email, emailVerified: null });
  await expect(made).rejects.toMatchObject({ code: "conflict" });
  const other = await signedIn();
  expect((await askForChange(other, ada.email)).kind).toBe("address-taken");
  await undoEmailChange(undoToken, alongside);
  expect(await emailOf(ada.person.id)).toBe(ada.email);
});

test("who waits with a code for an address that is given up meanwhile does not get it", async () => {
  const [ada, bob] = [await signedIn(), await signedIn()];
  const shared = newAddress();
  const { code } = await askForChange(bob, shared);
  await changeAddress(ada, shared);
  await changeAddress({ cookies: ada.cookies, email: shared });
  await expect(confirmEmailByCode({ cookies: bob.cookies, code, alongside })).rejects.toMatchObject({
    code: "conflict",
  });
});
