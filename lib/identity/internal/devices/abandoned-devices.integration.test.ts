import { expect, test } from "vitest";
import { hourMs } from "@/lib/core/time";
import { sweepAbandonedDevices } from "@/lib/identity/internal/devices/abandoned-devices";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { randomToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { authorize, authorizeUrl, exchange, newPerson } from "@/tests/oauth-dance";

async function personWithBrowser() {
  const person = await newPerson();
  return { person, browser: await new FakeBrowser().signIn(person.id) };
}

/** Moves a device, and the code that it may fetch its tokens with, so far into the past. */
async function letAge(userId: string, ms: number): Promise<void> {
  const { id } = await db().device.findFirstOrThrow({ where: { userId } });
  await db().device.update({ where: { id }, data: { createdAt: new Date(Date.now() - ms) } });
  const code = { grantId: id, model: "AuthorizationCode" };
  await db().oidcArtifact.updateMany({ where: code, data: { expiresAt: new Date(Date.now() - ms) } });
}

test("agreeing twice before the first answer was followed makes one device", async () => {
  const { person, browser } = await personWithBrowser();
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  const page = await browser.follow(await browser.fetch(`${start}/login`));
  await browser.post(`${page}/decision`, { decision: "allow" });
  expect(await browser.follow(await browser.post(`${page}/decision`, { decision: "allow" }))).toContain("code=");
  expect(await db().device.count({ where: { userId: person.id } })).toBe(1);
});

test("a device that never fetched a token is disconnected after an hour, and that is audited", async () => {
  const { person, browser } = await personWithBrowser();
  await authorize(browser, randomToken());
  await letAge(person.id, hourMs / 2);
  expect(await sweepAbandonedDevices()).toBe(0);
  await letAge(person.id, hourMs + 1000);
  expect(await sweepAbandonedDevices()).toBe(1);
  expect(await sweepAbandonedDevices()).toBe(0);
  const device = await db().device.findFirstOrThrow({ where: { userId: person.id } });
  expect(device.revokedAt).not.toBeNull();
  expect(await db().auditRecord.findMany({ where: { action: "device.revoked" } })).toMatchObject([
    { subjectId: device.id, actorId: "abandoned-devices" },
  ]);
});

test("a device that holds tokens stays connected, used or not", async () => {
  const { person, browser } = await personWithBrowser();
  const verifier = randomToken();
  const code = (await authorize(browser, verifier)).searchParams.get("code") ?? "";
  const { body } = await exchange(code, verifier);
  await letAge(person.id, hourMs * 30);
  expect(await sweepAbandonedDevices()).toBe(0);
  await verifyAccessToken(body.access_token);
  await db().oidcArtifact.deleteMany({ where: { model: "RefreshToken" } });
  expect(await sweepAbandonedDevices()).toBe(0);
});
