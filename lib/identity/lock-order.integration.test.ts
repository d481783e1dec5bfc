import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { toPublicId } from "@/lib/core/ids";
import { revokeDevice, signOutEverywhere } from "@/lib/identity/devices";
import { lockUser } from "@/lib/identity/internal/email-change/replace-email";
import { startEmailChange } from "@/lib/identity/start-email-change";
import { randomToken } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";
import { signedIn } from "@/tests/address-dance";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress } from "@/tests/mailbox";
import { authorizeUrl, newPerson } from "@/tests/oauth-dance";
import { waitingForLocks } from "@/tests/waiting-for-locks";

/** A person on the consent page for a new browser, with two that are connected already. */
async function asked() {
  const { id: userId } = await newPerson();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId } });
  const device = { accountId, userId, name: "A browser", clientId: "extension" };
  const made = await db().device.createManyAndReturn({ data: [device, device], select: { id: true } });
  const [first = "", second = ""] = made.map(({ id }) => id).sort();
  const browser = await new FakeBrowser().signIn(userId);
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  const page = await browser.follow(await browser.fetch(`${start}/login`));
  const agree = (...instead: string[]) =>
    browser.post(`${page}/decision`, [
      ["decision", "allow"],
      ...instead.map((id): [string, string] => ["disconnect", toPublicId("device", id)]),
    ]);
  return { userId, accountId, actor: { kind: "customer", userId, accountId } as const, first, second, agree };
}

const connectedOf = (userId: string) => db().device.count({ where: { userId, revokedAt: null } });

test("replacing a device while another request disconnects the same ones does not deadlock", async () => {
  const { userId, first, second, agree, ...whose } = await asked();
  let agreed = Promise.resolve(new Response());
  await transaction(async (tx) => {
    await revokeDevice(tx, { ...whose, deviceId: first });
    agreed = agree(second, first);
    await expect.poll(waitingForLocks).toBe(1);
    await revokeDevice(tx, { ...whose, deviceId: second });
  });
  expect((await agreed).status).toBe(303);
  expect(await connectedOf(userId)).toBe(1);
});

test("connecting beside a change of the person's address that signs out their devices: each waits its turn", async () => {
  const { userId, first, agree, ...whose } = await asked();
  let agreed = Promise.resolve(new Response());
  await transaction(async (tx) => {
    await lockUser(tx, userId);
    agreed = agree(first);
    await expect.poll(waitingForLocks).toBe(1);
    await revokeDevice(tx, { ...whose, deviceId: first });
  });
  expect((await agreed).status).toBe(303);
  expect(await connectedOf(userId)).toBe(2);
});

test("asking for another address in a session that ends at that moment is refused as signed out", async () => {
  const { cookies, person } = await signedIn();
  let asked = Promise.resolve();
  await transaction(async (tx) => {
    await tx.session.deleteMany({ where: { userId: person.id } });
    asked = startEmailChange({ cookies, email: newAddress(), source: randomUUID() });
    asked.catch(() => undefined);
    await expect.poll(waitingForLocks).toBe(1);
  });
  await expect(asked).rejects.toMatchObject({ code: "unauthenticated" });
});

test("signing out everywhere while a browser is being connected leaves that one connected no more than the others", async () => {
  const { userId, accountId, actor, first, second, agree } = await asked();
  let [agreed, signedOut] = [Promise.resolve(new Response()), Promise.resolve()];
  await transaction(async (tx) => {
    // Stops the connecting halfway: this transaction holds a device that it replaces.
    await tx.$queryRaw`select from device where id = ${first}::uuid for update`;
    agreed = agree(first, second);
    await expect.poll(waitingForLocks).toBe(1);
    signedOut = signOutEverywhere(actor);
    await expect.poll(waitingForLocks).toBe(2);
  });
  await Promise.all([agreed, signedOut]);
  expect(await connectedOf(userId)).toBe(0);
  expect(await db().device.count({ where: { accountId } })).toBe(3);
});
