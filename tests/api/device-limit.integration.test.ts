import { expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { getDeviceLimit } from "@/lib/entitlements/get-device-limit";
import { requirePlaceForDevice } from "@/lib/identity/device-places";
import { disconnectDevice, listDevices } from "@/lib/identity/devices";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { clock } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { authorize, authorizeUrl, connected, decide, newPerson, token } from "@/tests/oauth-dance";
import { writtenRefusals } from "@/tests/written-refusals";

const freeLimit = 2;

async function personWithAccount() {
  const person = await newPerson();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: person.id } });
  return { person, accountId, actor: { kind: "customer", userId: person.id, accountId } as const };
}

const connectOne = async (userId: string) =>
  authorize(await new FakeBrowser().signIn(userId), randomToken()).then((back) => back.searchParams.get("code"));

/** Opens the consent page in a browser of its own, and stops there. */
async function askForConsent(userId: string) {
  const browser = await new FakeBrowser().signIn(userId);
  const start = await browser.follow(await browser.fetch(authorizeUrl(randomToken())));
  return { browser, page: await browser.follow(await browser.fetch(`${start}/login`)) };
}

/** True while a connection of ours waits for the lock on an account. */
async function isSomebodyWaiting(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    select count(*)::int from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%for no key update%'`;
  return (row?.count ?? 0) > 0;
}

const limitRefusals = async (accountId: string) =>
  (await writtenRefusals()).count({ where: { kind: "limit_reached", accountId } });
const giveTeam = (accountId: string) =>
  transaction((tx) =>
    tx.grant.create({ data: { accountId, planKey: "team", reason: "a test", startsAt: clock.now() } }),
  );

test("an account connects as many browsers as its plan holds; one more leads back to the page, and staff see it", async () => {
  const { person, accountId } = await personWithAccount();
  for (let index = 0; index < freeLimit; index += 1) expect(await connectOne(person.id)).not.toBeNull();
  const { browser, page } = await askForConsent(person.id);
  expect(await browser.follow(await browser.post(`${page}/decision`, { decision: "allow" }))).toBe(
    `${page}?error=limit_reached`,
  );
  expect(await listDevices(accountId)).toHaveLength(freeLimit);
  expect(await limitRefusals(accountId)).toBe(1);
});

test("of two connections at once only one gets the last place: the second waits until the first is made", async () => {
  const { person, accountId, actor } = await personWithAccount();
  const connect = (meanwhile?: () => Promise<void>) =>
    transaction(async (tx) => {
      await requirePlaceForDevice(tx, { actor, accountId, instead: [], limit: 1 });
      await meanwhile?.();
      await tx.device.create({ data: { accountId, userId: person.id, name: "A browser", clientId: "extension" } });
    });
  let second = Promise.resolve("not begun");
  await connect(async () => {
    let isOver = false;
    second = connect().then(
      () => "connected",
      (error) => (isAppError(error, "limit_reached") ? "refused" : String(error)),
    );
    void second.finally(() => {
      isOver = true;
    });
    while (!isOver && !(await isSomebodyWaiting())) await new Promise(setImmediate);
  });
  expect(await second).toBe("refused");
  expect(await listDevices(accountId)).toHaveLength(1);
});

test("of six consents at once no more are connected than fit", async () => {
  const { person, accountId } = await personWithAccount();
  const asked = await Promise.all(Array.from({ length: 6 }, () => askForConsent(person.id)));
  const answers = await Promise.all(
    asked.map(({ browser, page }) => browser.post(`${page}/decision`, { decision: "allow" })),
  );
  const refused = answers.filter((answer) => answer.headers.get("location")?.includes("error=limit_reached"));
  expect(refused).toHaveLength(6 - freeLimit);
  expect(await listDevices(accountId)).toHaveLength(freeLimit);
});

test("disconnecting a browser frees its place", async () => {
  const { person, accountId, actor } = await personWithAccount();
  await connectOne(person.id);
  await connectOne(person.id);
  const [first] = await listDevices(accountId);
  await disconnectDevice({ deviceId: first?.id ?? "", accountId, actor });
  expect(await connectOne(person.id)).not.toBeNull();
});

test("a browser that is chosen on the page makes room in the same step, and its tokens stop", async () => {
  const { person, browser, facts, body } = await connected();
  await authorize(browser, randomToken());
  const asked = await askForConsent(person.id);
  const form = { decision: "allow", disconnect: toPublicId("device", facts.deviceId) };
  const back = await asked.browser.follow(await asked.browser.post(`${asked.page}/decision`, form));
  expect(new URL(back).searchParams.get("code")).not.toBeNull();
  await expect(verifyAccessToken(body.access_token)).rejects.toMatchObject({ code: "device_revoked" });
  const devices = await listDevices(facts.accountId);
  expect(devices).toHaveLength(freeLimit);
  expect(devices.map(({ id }) => id)).not.toContain(facts.deviceId);
});

test("nobody disconnects the browser of another account, and nothing is connected then", async () => {
  const stranger = await connected();
  const { person, accountId } = await personWithAccount();
  const { browser, page } = await askForConsent(person.id);
  const form = { decision: "allow", disconnect: toPublicId("device", stranger.facts.deviceId) };
  expect(await browser.follow(await browser.post(`${page}/decision`, form))).toBe(page);
  expect(await listDevices(accountId)).toHaveLength(0);
  await verifyAccessToken(stranger.body.access_token);
});

test("after a downgrade every connected browser goes on; giving up one of too many makes no room yet", async () => {
  const { person, accountId } = await personWithAccount();
  const { id } = await giveTeam(accountId);
  expect(await getDeviceLimit(accountId)).toEqual({ plan: "team", limit: 10 });
  for (let index = 0; index < freeLimit + 1; index += 1) await connectOne(person.id);
  await transaction((tx) => tx.grant.update({ where: { id }, data: { revokedAt: clock.now() } }));

  const before = await listDevices(accountId);
  expect(before).toHaveLength(freeLimit + 1);
  const { browser, page } = await askForConsent(person.id);
  const form = { decision: "allow", disconnect: toPublicId("device", before[0]?.id ?? "") };
  expect(await browser.follow(await browser.post(`${page}/decision`, form))).toBe(`${page}?error=limit_reached`);
  expect(await listDevices(accountId)).toEqual(before);
});

test("a device with a code meets the same limit, and goes on waiting", async () => {
  const { person } = await personWithAccount();
  await connectOne(person.id);
  await connectOne(person.id);
  const started = await new FakeBrowser().post("/oauth/device/auth", {
    client_id: "extension",
    scope: "entitlements:read",
  });
  const { device_code: deviceCode, user_code: userCode } = await started.json();
  const browser = await new FakeBrowser().signIn(person.id);
  await browser.follow(await browser.fetch(`/oauth/device?user_code=${userCode}`));
  const xsrf = /gatehouse\.connect=([^;]+)/.exec(browser.cookieHeader("/connect/code"))?.[1] ?? "";
  const page = await browser.follow(await browser.post("/oauth/device", { xsrf, user_code: userCode, confirm: "yes" }));
  expect(await decide(browser, page, "allow")).toMatch(/\?error=limit_reached$/);
  expect(
    await token({ grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: deviceCode }),
  ).toMatchObject({ status: 400, body: { error: "authorization_pending" } });
});
